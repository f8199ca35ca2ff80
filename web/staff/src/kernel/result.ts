// What a call gives: a value, or a problem in the words of RFC 9457 that the server has already put into the user's language.
export interface FieldProblem { readonly pointer: string; readonly code: string; readonly detail: string }
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly errors?: readonly FieldProblem[];
}
export type Result<T> = { readonly ok: true; readonly value: T; readonly etag: string } | { readonly ok: false; readonly problem: Problem };

export function slugOf(problem: Problem): string {
  return problem.type.replace('urn:opennrm:problem:', '');
}
