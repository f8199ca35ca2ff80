import type { Component } from 'svelte';
import type { Role } from '../api/session.svelte';
import { caseworkers } from '../api/session.svelte';
import { match, type Params } from '../kernel/router.svelte';
import Case from '../features/cases/Case.svelte';
import Cases from '../features/cases/Cases.svelte';
import NewCase from '../features/cases/NewCase.svelte';
import Consent from '../features/consent/Consent.svelte';
import Directory from '../features/directory/Directory.svelte';
import Log from '../features/log/Log.svelte';
import Members from '../features/members/Members.svelte';
import Refer from '../features/referrals/Refer.svelte';
import Referral from '../features/referrals/Referral.svelte';
import Referrals from '../features/referrals/Referrals.svelte';
import Account from '../features/signin/Account.svelte';
import Work from '../features/work/Work.svelte';

interface Route { pattern: string; page: Component<any>; roles?: readonly Role[] }
const routes: readonly Route[] = [
  { pattern: '/', page: Work },
  { pattern: '/referrals', page: Referrals, roles: caseworkers },
  { pattern: '/referrals/:id', page: Referral, roles: caseworkers },
  { pattern: '/cases', page: Cases, roles: caseworkers },
  { pattern: '/cases/new', page: NewCase, roles: caseworkers },
  { pattern: '/cases/:id', page: Case, roles: caseworkers },
  { pattern: '/cases/:id/consent', page: Consent, roles: caseworkers },
  { pattern: '/cases/:id/refer', page: Refer, roles: caseworkers },
  { pattern: '/members', page: Members },
  { pattern: '/directory', page: Directory },
  { pattern: '/log', page: Log, roles: ['auditor', 'administrator'] },
  { pattern: '/account', page: Account },
];

export function find(path: string, allowed: (roles: readonly Role[]) => boolean): { page: Component<any>; params: Params } | undefined {
  for (const { pattern, page, roles } of routes) {
    const params = match(pattern, path);
    if (params) return !roles || allowed(roles) ? { page, params } : undefined;
  }
  return undefined;
}
