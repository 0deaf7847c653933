/** The player of a call's recording. It shares no code with the rest, so that it is one small file, asked for by the first "Listen". */

export interface Recorded {
  /** A link lives for minutes only; each one is another. */
  link(): Promise<string>;
  /** In words, why there is none. */
  excuse(error: unknown): string;
  readonly texts: {
    readonly title: string;
    readonly speed: string;
    readonly broken: string;
    readonly retry: string;
  };
}

const SPEEDS = [1, 1.5, 2];
/** What cannot be played from a new link either is not helped by further ones. */
const PATIENCE_MS = 5_000;

export function playRecording(holder: HTMLElement, { link, excuse, texts }: Recorded): void {
  const add = <Tag extends keyof HTMLElementTagNameMap>(to: Element, tag: Tag, facts: object) => {
    const made = Object.assign(document.createElement(tag), facts);
    to.append(made);
    return made;
  };
  /** Where it was, when the link ran out. */
  let position = 0;
  let askedAt = 0;
  const trouble = add(holder, 'p', { className: 'quiet', role: 'alert' });
  const audio = add(holder, 'audio', { controls: true, autoplay: true, ariaLabel: texts.title });
  const retry = add(holder, 'button', { type: 'button', className: 'button', textContent: texts.retry });
  const show = (problem: string): void => {
    trouble.textContent = problem;
    if (problem) audio.after(retry);
    else retry.remove();
  };
  const ask = (): Promise<void> => {
    askedAt = performance.now();
    show('');
    return link().then(
      (url) => {
        audio.src = url;
      },
      (error: unknown) => show(excuse(error)),
    );
  };
  retry.onclick = () => {
    audio.focus();
    void ask();
  };
  audio.ontimeupdate = () => {
    position = audio.currentTime || position;
  };
  audio.onloadedmetadata = () => {
    audio.currentTime = position;
  };
  audio.onerror = () => void (performance.now() - askedAt > PATIENCE_MS ? ask() : show(texts.broken));
  audio.onplay = () => {
    for (const other of document.querySelectorAll('audio')) if (other !== audio) other.pause();
  };
  const speeds = add(holder, 'div', { className: 'segments', role: 'group', ariaLabel: texts.speed });
  for (const speed of SPEEDS) {
    const button = add(speeds, 'button', { type: 'button', textContent: `${speed}×`, ariaPressed: speed === 1 });
    button.onclick = () => {
      audio.playbackRate = audio.defaultPlaybackRate = speed;
      for (const one of speeds.children) one.ariaPressed = String(one === button);
    };
  }
  audio.focus();
  void ask();
}
