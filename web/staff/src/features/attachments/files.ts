// How files are named and measured for people.
export function kindOf(type: string): string {
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('image/')) return 'picture';
  if (type.startsWith('audio/')) return 'sound';
  if (type.startsWith('video/')) return 'video';
  if (type === 'text/plain') return 'text';
  if (/spreadsheet/.test(type)) return 'sheet';
  return /document|presentation|rtf/.test(type) ? 'document' : 'other';
}

const units = ['byte', 'kilobyte', 'megabyte'] as const;
// In steps of 1,000, one digit behind the point below ten.
export function sizeOf(bytes: number, language: string): string {
  let step = 0;
  let size = bytes;
  while (size >= 1_000 && step < units.length - 1) {
    size /= 1_000;
    step += 1;
  }
  return new Intl.NumberFormat(language, { style: 'unit', unit: units[step], unitDisplay: step ? 'short' : 'long', maximumFractionDigits: size < 10 && step > 0 ? 1 : 0 }).format(size);
}
export const maxBytes = 50 * 1024 * 1024;
