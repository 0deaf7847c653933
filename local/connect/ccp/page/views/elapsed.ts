import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const two = (value: number) => String(value).padStart(2, '0');

/** `0:07`, `12:07`, `1:02:07` */
export const clockText = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

/** Time since an instant, told anew each second; screen readers are spared it. */
export const Elapsed = ({ since }: { since: string }): ComponentChild => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return h('span', { class: 'elapsed', 'aria-hidden': 'true' }, clockText(now - Date.parse(since)));
};
