// Paths of the History API. No fact about a person ever stands in one.
export type Params = Readonly<Record<string, string>>;

export function match(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) {
      if (!value) return undefined;
      params[part.slice(1)] = value;
    } else if (part !== value) return undefined;
  }
  return params;
}

let path = $state(location.pathname);
let search = $state(location.search);
export const place = {
  get path() { return path; },
  get query() { return new URLSearchParams(search); },
};
function read() {
  path = location.pathname;
  search = location.search;
}
export function navigate(to: string, replace = false): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  read();
  scrollTo(0, 0);
}
function ours(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = (event.target as Element | null)?.closest?.('a[href]');
  const href = link?.getAttribute('href') ?? '';
  return link && !link.hasAttribute('target') && href.startsWith('/') && !href.startsWith('/api/') ? href : undefined;
}
export function startRouter(): void {
  addEventListener('popstate', read);
  document.addEventListener('click', (event) => {
    const href = ours(event);
    if (href === undefined) return;
    event.preventDefault();
    navigate(href);
  });
}
