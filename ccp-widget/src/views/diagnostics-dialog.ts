import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as diagnosticsTexts from '#texts/diagnostics.ts';
import * as shareTexts from '#texts/share.ts';
import { apiOf } from '../api/desktop-api.ts';
import { tryMicrophone } from '../diagnostics/check-microphone.ts';
import { tryPopup } from '../diagnostics/check-popup.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Addresses, CheckName, Finding } from '../diagnostics/finding.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';
import type { DiagnosticsProps } from './diagnostics.ts';
import { laterIcon } from './icon-later.ts';
import { dialogHead, useModal } from './modal.ts';

type Findings = Readonly<Partial<Record<CheckName, Finding>>>;
/** Looked at where the softphone is a frame of ours. */
const OF_THE_FRAME: readonly CheckName[] = ['cookies', 'microphone', 'sound'];
const ICONS = { good: 'check', unsure: 'help', bad: 'close' } as const;

/** What may be wrong, looked at one by one, each with the exact fix. */
export function DiagnosticsDialog(props: DiagnosticsProps & { readonly onClose: () => void }): ComponentChild {
  const { desk, configuration, onClose } = props;
  const dialog = useModal();
  const health = useStore(desk.store, (state) => state.health);
  const soundFault = useStore(desk.store, (state) => state.soundFault);
  const hasFrame = softphoneOf(desk).capabilities.has('frame');
  const [findings, setFindings] = useState<Findings>({});
  const [round, setRound] = useState(0);
  /** The notices are behind the dialog: what it has to say stands in it. */
  const [said, setSaid] = useState<string | undefined>();
  const addresses: Addresses = {
    desktop: location.origin,
    softphone: new URL(configuration.ccpUrl).origin,
    api: new URL(configuration.apiUrl).origin,
  };
  const tell = (finding: Finding): void => setFindings((known) => ({ ...known, [finding.check]: finding }));

  useEffect(() => {
    let outdated = false;
    setFindings({});
    setSaid(undefined);
    void diagnose(apiOf(desk), { health, hasFrame, soundFault }, (finding) => outdated || tell(finding));
    return () => {
      outdated = true;
    };
  }, [health, soundFault, round]);

  const names = (Object.keys(diagnosticsTexts.checks) as CheckName[]).filter(
    (name) => hasFrame || !OF_THE_FRAME.includes(name),
  );
  const popup = [
    diagnosticsTexts.tryPopup,
    () => tell(tryPopup(() => window.open('', '', 'width=200,height=100'))),
  ] as const;
  const actions: Readonly<Partial<Record<Finding['code'], readonly [label: string, run: () => void]>>> = {
    microphoneUnasked: [
      diagnosticsTexts.askMicrophone,
      () =>
        void tryMicrophone()
          .then(undefined, () => undefined)
          .then(() => setRound(round + 1)),
    ],
    popupUntried: popup,
    popupBlocked: popup,
  };
  const copy = (): void =>
    void navigator.clipboard.writeText(report(names, findings, addresses)).then(
      () => setSaid(diagnosticsTexts.copied),
      () => setSaid(shareTexts.refused),
    );

  return h(
    'dialog',
    { ref: dialog, class: 'diagnostics', 'aria-labelledby': 'diagnostics-title', onClose },
    dialogHead(dialog, 'diagnostics-title', diagnosticsTexts.title),
    h('p', { class: 'quiet', role: 'status' }, said ?? summary(names, findings)),
    h(
      'ul',
      { class: 'findings' },
      names.map((name) => {
        const finding = findings[name];
        const action = finding && actions[finding.code];
        return h(
          'li',
          { key: name, class: `finding finding-${finding?.verdict ?? 'open'}` },
          h(
            'span',
            { class: 'finding-mark', 'aria-hidden': 'true' },
            finding ? laterIcon(ICONS[finding.verdict]) : null,
          ),
          h(
            'div',
            { class: 'finding-words' },
            h(
              'h3',
              null,
              diagnosticsTexts.checks[name],
              h('span', { class: 'visually-hidden' }, `: ${verdictOf(finding)}`),
            ),
            h('p', null, finding ? textOf(finding, addresses) : diagnosticsTexts.looking),
            action ? button(action[0], action[1]) : null,
          ),
        );
      }),
    ),
    h(
      'div',
      { class: 'form-actions' },
      button(diagnosticsTexts.again, () => setRound(round + 1), { class: 'button button-main' }),
      button(diagnosticsTexts.copy, copy),
    ),
  );
}

function textOf({ code, seconds = 0 }: Finding, addresses: Addresses): string {
  const text = diagnosticsTexts.findings[code];
  return typeof text === 'string' ? text : text(addresses, Math.max(1, Math.round(seconds / 60)));
}

const verdictOf = (finding: Finding | undefined): string =>
  finding ? diagnosticsTexts.verdicts[finding.verdict] : diagnosticsTexts.looking;

function summary(names: readonly CheckName[], findings: Findings): string {
  if (names.some((name) => !findings[name])) return diagnosticsTexts.looking;
  const bad = names.filter((name) => findings[name]?.verdict === 'bad').length;
  return bad > 0 ? diagnosticsTexts.found(bad) : diagnosticsTexts.nothingFound;
}

/** For whoever is asked for help: no names, no numbers, no token. */
function report(names: readonly CheckName[], findings: Findings, addresses: Addresses): string {
  const lines = names.map((name) => {
    const finding = findings[name];
    return `${diagnosticsTexts.checks[name]}: ${verdictOf(finding)}${finding ? ` (${finding.code})` : ''}`;
  });
  return [new Date().toISOString(), navigator.userAgent, ...Object.values(addresses), ...lines].join('\n');
}
