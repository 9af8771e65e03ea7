import { createSendPermission, createTenantPermission } from '../access/send-permission.ts';
import { createDigestCardCache } from '../features/digest/card-cache.ts';
import { type DigestMessage, nameOfDigest } from '../features/digest/message.ts';
import { type EndNoticeMessage, nameOfEndNotice } from '../features/end-notice/message.ts';
import { endNoticeCard } from '../features/end-notice/message-card.ts';
import { createIncidentRenderer } from '../features/incidents/card/renderer.ts';
import { type IncidentMessage, nameOfIncidentMessage } from '../features/incidents/notify/message.ts';
import { type AccessMessage, nameOfAccessMessage } from '../features/roles/requests/message.ts';
import { renderAccessMessage } from '../features/roles/requests/message-card.ts';
import { warningCard } from '../operations/warning-card.ts';
import { nameOfWarning, type Warning } from '../operations/warning-schedule.ts';
import { createChannel } from '../teams/channel.ts';
import { createPacing } from '../teams/pacing.ts';
import { createSender } from '../teams/sender.ts';
import type { Connection } from './connection.ts';
import type { Runtime } from './runtime.ts';
import type { Stored } from './stored.ts';

/** A sender for each kind of message that answers no user. All of them share one pace. */
export type Senders = ReturnType<typeof createSenders>;

export function createSenders(
  runtime: Runtime,
  { places }: Stored,
  { connectorAt, access }: Pick<Connection, 'connectorAt' | 'access'>,
) {
  const { config, clock, times, background, meter, log } = runtime;
  const { identity, allowedTenantIds, defaultTimeZone, portalUrl } = config;
  const isAllowedTenant = createTenantPermission(identity && allowedTenantIds);
  const sending = {
    channel: createChannel({ connectorAt, timeoutMs: times.sendMs }),
    places,
    pacing: createPacing(background),
    whyNot: createSendPermission({ access, allowedTenantIds: identity && allowedTenantIds }),
    meter,
    log,
    ...background,
  };
  const renderDigest = createDigestCardCache();
  return {
    digests: createSender<DigestMessage>({
      ...sending,
      nameOf: nameOfDigest,
      render: (message, { kind }) => ({ kind: 'card', card: renderDigest(message, kind) }),
    }),
    incidents: createSender<IncidentMessage>({
      ...sending,
      nameOf: nameOfIncidentMessage,
      render: createIncidentRenderer(),
    }),
    endNotices: createSender<EndNoticeMessage>({
      ...sending,
      nameOf: nameOfEndNotice,
      render: message => ({ kind: 'card', card: endNoticeCard(message) }),
    }),
    accessRequests: createSender<AccessMessage>({
      ...sending,
      // Who asks for a role has none, and is answered all the same.
      whyNot: async place => (isAllowedTenant(place) ? undefined : 'tenant'),
      nameOf: nameOfAccessMessage,
      render: message => renderAccessMessage(message, defaultTimeZone),
    }),
    warnings: createSender<Warning>({
      ...sending,
      nameOf: nameOfWarning,
      render: warning => ({
        kind: 'card',
        card: warningCard(warning, defaultTimeZone, clock.now(), portalUrl),
      }),
    }),
  };
}
