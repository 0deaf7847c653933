import { handOver, takeOver } from './sign-in-handover.ts';

const byId = <T extends HTMLElement>(id: string, type: new () => T): T => {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${id}.`);
  return element;
};

const form = byId('sign-in', HTMLFormElement);
const username = byId('username', HTMLInputElement);
const password = byId('password', HTMLInputElement);
const problem = byId('problem', HTMLElement);
const lead = byId('lead', HTMLElement);
/** The page that wanted somebody signed in: the softphone or the workspace. */
const here = window.location.pathname;
const framed = window.parent !== window;

// Streams replaces the frame every few seconds until somebody is signed in; the name typed so far outlives that.
const TYPED_NAME = 'ccp-typed-name';
username.value = sessionStorage.getItem(TYPED_NAME) ?? '';
username.addEventListener('input', () => sessionStorage.setItem(TYPED_NAME, username.value));
if (!framed) (username.value ? password : username).focus();

const signIn = async (): Promise<void> => {
  problem.textContent = '';
  const response = await fetch('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: username.value, password: password.value }),
  }).catch(() => undefined);
  const answer: { message?: string; handoverCode?: string } = (await response?.json().catch(() => ({}))) ?? {};
  if (!response?.ok) {
    problem.textContent = answer.message ?? 'The local Connect does not answer. Is it running?';
    password.select();
    return;
  }
  sessionStorage.removeItem(TYPED_NAME);
  const opener: Window | null = window.opener;
  if (!opener || framed || !answer.handoverCode) {
    window.location.replace(here);
    return;
  }
  form.hidden = true;
  lead.textContent = 'You are signed in. This window may be closed.';
  handOver(opener, answer.handoverCode);
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  signIn();
});
if (framed) takeOver(() => window.location.replace(here));
