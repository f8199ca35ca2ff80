// Who is signed in, and whether the page is locked. Nothing of it is stored in the browser.
import type { components } from './generated/schema';

export type Session = components['schemas']['Session'];
export type Role = components['schemas']['Role'];

let current: Session | undefined = $state.raw();
let locked = $state(false);
let account = $state('');
let ended = $state(false);

export const session = {
  get current() { return current; },
  get locked() { return locked; },
  // The account that locked the page: it may go on where it was.
  get account() { return account; },
  // The server ended it: idle for too long, signed out elsewhere.
  get ended() { return ended; },
  start(signedIn: Session) {
    current = signedIn;
    account = signedIn.member.account;
    locked = false;
    ended = false;
  },
  lock() {
    if (!current) return;
    current = undefined;
    locked = true;
  },
  end() {
    if (current) ended = true;
    current = undefined;
  },
  forget() {
    current = undefined;
    locked = false;
    ended = false;
    account = '';
  },
  has(...roles: Role[]): boolean {
    return roles.some((role) => current?.roles.includes(role));
  },
};
export const caseworkers: Role[] = ['first-responder', 'identifying-officer', 'case-manager', 'service-provider'];
