/** A person whom the identity provider knows and this instance does not: the page that embeds the softphone is told too. */
import { connectHost } from './host-conduit.ts';

connectHost().send('access_denied');
