/** What a Teams client sends, as JSON; `serviceUrl` is where the bot's answers go. */
export function messageActivity(serviceUrl: string, text: string | undefined, overrides: object = {}) {
  return { ...envelope(serviceUrl), type: 'message', text, textFormat: 'plain', ...overrides };
}

export function pressActivity(serviceUrl: string, verb: unknown, data: unknown, overrides: object = {}) {
  return {
    ...envelope(serviceUrl),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'card-1',
    value: { action: { type: 'Action.Execute', id: '', verb, data }, trigger: 'manual' },
    ...overrides,
  };
}

let activities = 0;

export function envelope(serviceUrl: string) {
  return {
    id: `activity-${++activities}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: '2026-11-23T13:05:00.000Z',
    localTimestamp: '2026-11-23T14:05:00.000+01:00',
    localTimezone: 'Europe/Berlin',
    locale: 'en-GB',
    from: { id: '29:kim', name: 'Kim', aadObjectId: '00000000-0000-0000-0000-000000000001' },
    recipient: { id: '28:bot', name: 'Backup Watch' },
    conversation: { id: 'a:personal', conversationType: 'personal', tenantId: 'tenant-1' },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web' }],
  };
}
