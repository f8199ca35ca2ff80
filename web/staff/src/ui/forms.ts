import type { Problem } from '../kernel/result';

// A control's id is the pointer of its member in the request, so that a fault finds its control.
export function faultAt(problem: Problem | undefined, pointer: string): string | undefined {
  return problem?.errors?.find((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))?.detail;
}
export function focusControl(pointer: string): void {
  for (let at = pointer; at; at = at.slice(0, at.lastIndexOf('/'))) {
    const control = document.getElementById(at);
    if (!control) continue;
    (control.matches('input, select, textarea') ? control : control.querySelector<HTMLElement>('input, select, textarea'))?.focus();
    return;
  }
}
export interface Option { value: string; label: string; hint?: string }
