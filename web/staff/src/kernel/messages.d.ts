declare module 'virtual:messages/*' {
  import type { Catalogue } from './message';
  const catalogue: Catalogue;
  export default catalogue;
}
