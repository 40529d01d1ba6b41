import { type ComponentType, useEffect, useState } from 'react';
import { words } from '../words/index.ts';

/** The editor is large, so it is fetched when it is first asked for. */
const load = () => import('../document-text/index.ts');

export function TextPanel() {
  const [View, setView] = useState<ComponentType | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads again.
  useEffect(() => {
    let isGone = false;
    setFailed(false);
    load().then(
      ({ TextView }) => !isGone && setView(() => TextView),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [attempt]);
  if (View !== null) return <View />;
  return (
    <div className="text-loading" role={hasFailed ? 'alert' : 'status'}>
      <p>{hasFailed ? words.text.notLoaded : words.text.loading}</p>
      {hasFailed && (
        <button type="button" className="btn" onClick={() => setAttempt(attempt + 1)}>
          {words.text.tryAgain}
        </button>
      )}
    </div>
  );
}
