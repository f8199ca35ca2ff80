// Which page answers what waits, and which a notice is about. Neither has content: the page has.
import type { Schema } from '../../api/client';

const pages: Readonly<Record<string, string>> = { custody: '/custody', keys: '/keys', member: '/members', coordination: '/coordination' };
const ofObject: Readonly<Record<string, string>> = { referral: '/referrals', handover: '/handovers', letter: '/letters' };

export function pageOf({ code, object }: Schema['MemberNotice']): string | undefined {
  const area = code.split('.')[0] ?? '';
  if (area === 'glass') return `/cases/${object}/break-glass`;
  return ofObject[area] ? `${ofObject[area]}/${object}` : pages[area];
}

export function target(item: Schema['WorkItem']): string | undefined {
  if (item.link) return item.link;
  if (item.kind === 'review-break-glass' && item.case_id) return `/cases/${item.case_id}/break-glass`;
  if (item.referral_id) return `/referrals/${item.referral_id}`;
  if (item.case_id) return `/cases/${item.case_id}${item.kind === 'rekey-case' ? '/rekey' : ''}`;
  return undefined;
}
