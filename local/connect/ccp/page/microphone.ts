/** What the real softphone tells the host when a call cannot have audio; `microphone_not_shared` of Streams' error types. */
export const microphoneError = async (): Promise<object | undefined> => {
  // A browser that does not know the name throws; then nothing is known.
  const permission = await navigator.permissions.query({ name: 'microphone' }).catch(() => undefined);
  if (permission?.state !== 'denied') return undefined;
  return {
    errorType: 'microphone_not_shared',
    errorMessage: 'The browser does not share the microphone with the softphone.',
    endPointUrl: '',
  };
};
