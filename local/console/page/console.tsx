/** The console's page: three areas side by side, one stream that keeps them fresh. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Facts, loadFacts } from './api.ts';
import { CrmDesk } from './crm-desk.tsx';
import { OperationsArea } from './operations-area.tsx';
import { PhonesArea } from './phones-area.tsx';
import { TraceArea } from './trace-area.tsx';

function Console() {
  const [facts, setFacts] = useState<Facts>();
  const [problem, setProblem] = useState<string>();
  const [stream] = useState(() => new EventSource('/stream'));
  useEffect(() => {
    loadFacts().then(setFacts, (error: Error) => setProblem(error.message));
  }, []);
  if (facts === undefined) return <p class="notice">{problem ?? 'Starting…'}</p>;
  return (
    <>
      <header class="top">
        <div>
          <h1>opportunity-cti</h1>
          <p>A call from an opportunity, on one machine</p>
        </div>
        <ol class="steps">
          <li>
            Open a desktop, sign in, set <b>Available</b>:{' '}
            {facts.agents.map(({ username, password }) => (
              <span key={username} class="agent">
                <a href={facts.desktop} target="_blank" rel="noreferrer">
                  {username}
                </a>{' '}
                <code>{password}</code>
              </span>
            ))}
            <span class="hosts">
              or in{' '}
              {facts.hosts.map(({ name, url }) => (
                <a key={name} href={url} target="_blank" rel="noreferrer">
                  {name}
                </a>
              ))}
            </span>
          </li>
          <li>
            Press <b>Call</b> beside Dana Reyes
          </li>
          <li>Answer her phone, then accept on the desktop</li>
        </ol>
      </header>
      <main class="areas">
        <CrmDesk facts={facts} stream={stream} />
        <PhonesArea facts={facts} />
        <TraceArea stream={stream} />
      </main>
      <OperationsArea />
    </>
  );
}

const place = document.getElementById('console');
if (place !== null) render(<Console />, place);
