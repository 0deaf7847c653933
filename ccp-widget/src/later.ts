/** What the desktop needs after its first paint, Preact too: one chunk, one door. */
// Has run already. Named here too, it is bundled into the file of what the two share: one file less, and smaller than two.
import './start.ts';

export { troubleFrom } from './api/trouble.ts';
export { furnish } from './furnish.ts';
export { connectHost } from './host/connect-host.ts';
export { downloadDocument, pinDocument } from './state/handle-document.ts';
export { peopleOnTheLine } from './state/person-on-the-line.ts';
export { requestCall } from './state/request-call.ts';
export { withoutContext } from './state/without-context.ts';
export { AddToCall } from './views/add-to-call.ts';
export { CallBar } from './views/call-bar.ts';
export { ChooseOpportunity } from './views/choose-opportunity.ts';
export { ContextTrouble } from './views/context-trouble.ts';
export { DocumentEditor } from './views/document-editor.ts';
export { DocumentFailure } from './views/document-failure.ts';
export { DocumentFilterBar } from './views/document-filter.ts';
export { DocumentPlace } from './views/document-place.ts';
export { DocumentPreview } from './views/document-preview.ts';
export { Idle } from './views/idle.ts';
export { LastCall } from './views/last-call.ts';
export { PersonEditor } from './views/person-editor.ts';
export { RelationshipTree } from './views/relationship-tree.ts';
export { SessionTrouble } from './views/session-trouble.ts';
export { takeOver } from './views/take-over.ts';
export { Timeline } from './views/timeline.ts';
export { Uploads } from './views/uploads.ts';
export { Waits } from './views/waits.ts';
