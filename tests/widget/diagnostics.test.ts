import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../ccp-widget/src/api/api-error.ts';
import { checkApi } from '../../ccp-widget/src/diagnostics/check-api.ts';
import { checkBrowser, OLDEST_VERSION } from '../../ccp-widget/src/diagnostics/check-browser.ts';
import { checkClock } from '../../ccp-widget/src/diagnostics/check-clock.ts';
import { checkMicrophone } from '../../ccp-widget/src/diagnostics/check-microphone.ts';
import { tryPopup } from '../../ccp-widget/src/diagnostics/check-popup.ts';
import { checkCookies, checkSoftphone } from '../../ccp-widget/src/diagnostics/check-softphone.ts';
import { checkSound } from '../../ccp-widget/src/diagnostics/check-sound.ts';
import { checkVersion, programOf } from '../../ccp-widget/src/diagnostics/check-version.ts';
import type { Finding } from '../../ccp-widget/src/diagnostics/finding.ts';
import { findings } from '../../ccp-widget/src/texts/en/diagnostics.ts';

const said = (findings: readonly Finding[]): string[] => findings.map(({ verdict, code }) => `${verdict} ${code}`);

describe('what may be wrong', () => {
  it.each([
    [undefined, ['good apiGood', 'good tokenGood']],
    [new ApiError('unreachable'), ['bad apiUnreachable', 'unsure tokenNotAsked']],
    [new ApiError('signed-out'), ['unsure apiNotAsked', 'bad tokenMissing']],
    [new ApiError('problem', { status: 401 }), ['good apiGood', 'bad tokenRefused']],
    [new ApiError('problem', { status: 403 }), ['good apiGood', 'bad tokenWithoutRight']],
    [new ApiError('problem', { status: 503 }), ['bad apiFailing', 'unsure tokenNotAsked']],
    [new TypeError('a fault of ours'), ['bad apiFailing', 'unsure tokenNotAsked']],
  ])('is told apart by the API’s answer: %s', async (error, expected) => {
    const ask = async (): Promise<void> => {
      if (error) throw error;
    };
    expect(said(await checkApi(ask, true))).toEqual(expected);
  });

  it('is the network before anything else', async () => {
    const ask = () => Promise.reject(new ApiError('unreachable'));
    expect(said(await checkApi(ask, false))[0]).toBe('bad offline');
  });

  it('is a clock that is more than a minute off, whatever a cache adds', async () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    const clock = (seconds: number, age = 0) => {
      const headers = { date: new Date(now - (seconds + age) * 1000).toUTCString(), age: String(age) };
      return checkClock(
        async () => new Response(null, { headers }),
        () => now,
      );
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -100_000, max: 100_000 }), fc.nat(50_000), async (seconds, age) => {
        const { code, seconds: told = 0 } = await clock(seconds, age);
        const expected = Math.abs(seconds) <= 60 ? 'clockGood' : seconds > 0 ? 'clockAhead' : 'clockBehind';
        expect(code).toBe(expected);
        if (code !== 'clockGood') expect(told).toBe(Math.abs(seconds));
      }),
    );
    expect(
      (
        await checkClock(
          async () => new Response(null),
          () => now,
        )
      ).code,
    ).toBe('clockUnknown');
    expect(
      (
        await checkClock(
          () => Promise.reject(new TypeError('offline')),
          () => now,
        )
      ).code,
    ).toBe('clockUnknown');
  });

  it('is a softphone that is silent, lost or signed out, with the address to approve', () => {
    expect(checkSoftphone('ready', true).verdict).toBe('good');
    expect(
      (['silent', 'lost', 'signed-out', 'refused', 'library-failed'] as const).map(
        (health) => checkSoftphone(health, true).verdict,
      ),
    ).toEqual(Array(5).fill('bad'));
    const addresses = {
      desktop: 'https://desk.example',
      softphone: 'https://i.my.connect.aws',
      api: 'https://a.example',
    };
    expect(checkSoftphone('silent', true).code).toBe('softphoneSilent');
    expect(findings.softphoneSilent(addresses)).toContain('adds https://desk.example');
  });

  it('is an agent workspace that does not answer, has lost its connection, or does not let the app ask', () => {
    const words = (['silent', 'lost', 'not-permitted'] as const).map((health) => {
      const { verdict, code } = checkSoftphone(health, false);
      return `${verdict} ${code}`;
    });
    expect(words).toEqual(['bad workspaceSilent', 'bad workspaceLost', 'bad workspaceNotPermitted']);
    expect(checkSoftphone('ready', false).verdict).toBe('good');
  });

  it('is cookies: off, refused to a frame, or unknown until the softphone answers', async () => {
    const facts = {
      embedded: false,
      cookiesEnabled: true,
      hasStorageAccess: async () => true,
      health: 'ready',
    } as const;
    const code = async (part: Partial<Parameters<typeof checkCookies>[0]>) =>
      (await checkCookies({ ...facts, ...part })).code;
    expect(await code({})).toBe('cookiesGood');
    expect(await code({ health: 'silent' })).toBe('cookiesUnknown');
    expect(await code({ cookiesEnabled: false })).toBe('cookiesOff');
    expect(await code({ embedded: true, hasStorageAccess: async () => false })).toBe('storageRefused');
    expect(await code({ embedded: true, hasStorageAccess: () => Promise.reject(new Error('no such thing')) })).toBe(
      'cookiesGood',
    );
  });

  it('is a microphone: none, blocked, busy, not asked for, or only for https', async () => {
    const open = async (): Promise<void> => undefined;
    const devices = (kinds: readonly MediaDeviceKind[]) => ({
      enumerateDevices: async () => kinds.map((kind) => ({ kind }) as MediaDeviceInfo),
    });
    const code = async (kinds: readonly MediaDeviceKind[], permission: PermissionState) =>
      (await checkMicrophone({ devices: devices(kinds), permission: async () => permission, open })).code;
    expect(await code(['audioinput'], 'granted')).toBe('microphoneGood');
    expect(await code(['audioinput'], 'prompt')).toBe('microphoneUnasked');
    expect(await code(['audiooutput'], 'granted')).toBe('microphoneMissing');
    expect(await code([], 'denied')).toBe('microphoneDenied');
    expect((await checkMicrophone({ devices: undefined, permission: async () => 'granted', open })).code).toBe(
      'microphoneInsecure',
    );
    const unknown = {
      devices: devices(['audioinput']),
      permission: () => Promise.reject(new TypeError('not a permission')),
      open,
    };
    expect((await checkMicrophone(unknown)).code).toBe('microphoneUnknown');
    const opening = async (name: string) =>
      (
        await checkMicrophone({
          ...{ devices: devices(['audioinput']), permission: async () => 'granted' },
          open: () => Promise.reject(new DOMException('', name)),
        })
      ).code;
    expect(await opening('NotReadableError')).toBe('microphoneBusy');
    expect(await opening('OverconstrainedError')).toBe('microphoneFailed');
  });

  it('is a second sign-in elsewhere, or the way to the media servers, as the softphone tells of a call', () => {
    expect(checkSound(undefined).verdict).toBe('good');
    const codes = ['user_busy_error', 'multiple_softphone_active_sessions', 'ice_collection_timeout', 'webrtc_error'];
    expect(codes.map((fault) => checkSound(fault).code)).toEqual([
      ...['soundElsewhere', 'soundElsewhere', 'soundBlocked', 'soundBlocked'],
    ]);
    expect(checkSound('microphone_not_shared').code).toBe('soundNoMicrophone');
  });

  it('is a softphone that another tab has', () => {
    expect(checkSoftphone('elsewhere', true)).toEqual({
      ...{ check: 'softphone', verdict: 'unsure', code: 'softphoneElsewhere' },
    });
  });

  it('is a browser that is too old, unknown, or cannot make calls', () => {
    const chrome = (version: number, more = '') =>
      `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36${more}`;
    const code = (agent: string, canTalk = true) => checkBrowser(agent, canTalk).code;
    expect(code(chrome(OLDEST_VERSION))).toBe('browserGood');
    expect(code(chrome(OLDEST_VERSION - 1))).toBe('browserOld');
    expect(code(chrome(140, ' Edg/129.0.0.0'))).toBe('browserOld');
    expect(code('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('browserGood');
    expect(code(chrome(140, ' OPR/120.0.0.0'))).toBe('browserUnknown');
    expect(code('Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15')).toBe('browserUnknown');
    expect(code(chrome(140), false)).toBe('browserWithoutCalls');
  });

  it('is a program that is older than the one that the host serves', async () => {
    const page = (hash: string) => `<head><script type="module" src="chunks/desktop-${hash}.js"></script></head>`;
    const started = programOf(page('ABC234'));
    const code = async (ask: () => Promise<Response>, of = started) => (await checkVersion(of, ask)).code;
    expect(await code(async () => new Response(page('ABC234')))).toBe('versionGood');
    expect(await code(async () => new Response(page('XYZ567')))).toBe('versionOld');
    expect(await code(async () => new Response(null, { status: 503 }))).toBe('versionUnknown');
    expect(await code(async () => new Response('<p>Down for maintenance</p>'))).toBe('versionUnknown');
    expect(await code(() => Promise.reject(new TypeError('offline')))).toBe('versionUnknown');
    const unknown = programOf('<head></head>');
    expect((await checkVersion(unknown, async () => new Response(page('ABC234')))).code).toBe('versionUnknown');
  });

  it('is a blocked pop-up, which only trying tells', () => {
    let closed = 0;
    expect(tryPopup(() => ({ close: () => void closed++ })).verdict).toBe('good');
    expect(closed).toBe(1);
    expect(tryPopup(() => null).verdict).toBe('bad');
  });
});
