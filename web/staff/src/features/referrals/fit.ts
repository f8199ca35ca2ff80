// What must fit, for this question only: it is in no address, and the server keeps nothing of it.
export interface Fit { region: string; language: string; sex: string; age_class: string; also: string[] }
export const alsoAsked = ['with-children', 'without-documents', 'disability-access'];
export const spelled = ({ also, ...fit }: Fit): Record<string, string> => ({ ...fit, ...Object.fromEntries(also.map((name) => [name.replaceAll('-', '_'), 'true'])) });
