/** The names of the functions' environment variables. `lib` sets them together with the grant, `adapters` read them once. */
export const ENVIRONMENT = {
  /** The configuration's name: a dimension of every metric. */
  deployment: 'DEPLOYMENT',
  table: 'TABLE_NAME',
  documentsBucket: 'DOCUMENTS_BUCKET',
  /** What the locations of recordings that agents may hear begin with: `bucket/prefix/CallRecordings/`. Absent: they hear none. */
  recordings: 'RECORDINGS_PLACE',
  dialQueue: 'DIAL_QUEUE_URL',
  writeBackQueue: 'WRITE_BACK_QUEUE_URL',
  documentQueue: 'DOCUMENT_QUEUE_URL',
  readQueue: 'READ_QUEUE_URL',
  erasureQueue: 'ERASURE_QUEUE_URL',
  /** JSON: `Retention` */
  retention: 'RETENTION',
  /** Waits that are longer than the dial queue can delay: their group, the role that sends, and where to. */
  wakeUpGroup: 'WAKE_UP_GROUP',
  wakeUpRole: 'WAKE_UP_ROLE_ARN',
  dialQueueArn: 'DIAL_QUEUE_ARN',
  dialDeadLettersArn: 'DIAL_DEAD_LETTERS_ARN',
  connectInstance: 'CONNECT_INSTANCE_ID',
  outboundFlow: 'OUTBOUND_FLOW_ID',
  previewFlow: 'PREVIEW_FLOW_ID',
  /** The desktop's own origin. */
  desktopOrigin: 'DESKTOP_ORIGIN',
  sourcePhoneNumber: 'SOURCE_PHONE_NUMBER',
  dialRatePerSecond: 'DIAL_RATE_PER_SECOND',
  dialBurst: 'DIAL_BURST',
  /** A file in the function's own folder, JSON: `FunctionSource[]`. Forty sources do not fit in Lambda's 4 KB for all variables. */
  sources: 'SOURCES_FILE',
  identityIssuer: 'IDENTITY_ISSUER',
  identityAudience: 'IDENTITY_AUDIENCE',
  identityScope: 'IDENTITY_SCOPE',
  /** JSON: `AgentAccess` */
  agentAccess: 'AGENT_ACCESS',
} as const;

export type EnvironmentName = (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT];
