import type { Problem } from '../kernel/result';

// A control's id is the pointer of its member in the request, so that a fault finds its control.
export function faultAt(problem: Problem | undefined, pointer: string): string | undefined {
  return problem?.errors?.find((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))?.detail;
}
function controlAt(pointer: string): HTMLElement | undefined {
  for (let at = pointer; at; at = at.slice(0, at.lastIndexOf('/'))) {
    const control = document.getElementById(at);
    if (control) return control;
  }
  return undefined;
}
// What the page calls the control, for a list of faults.
export function labelOf(pointer: string): string {
  const control = controlAt(pointer);
  const words = control?.matches('fieldset') ? control.querySelector('legend') : control && document.querySelector(`label[for="${CSS.escape(control.id)}"]`);
  return words?.textContent ?? '';
}
export function focusControl(pointer: string): void {
  const control = controlAt(pointer);
  (control?.matches('input, select, textarea') ? control : control?.querySelector<HTMLElement>('input, select, textarea'))?.focus();
}
export interface Option { value: string; label: string; hint?: string }
