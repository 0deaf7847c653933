/** What a table has in AWS beside what dynalite knows of it: TTL, deletion protection, backups, encryption. */
import { AwsError, notServed } from '../errors.ts';
import type { StateFile } from '../state-file.ts';
import { asObject, type Input } from './table-store.ts';

export interface TableSettings {
  timeToLive?: { AttributeName: string; Enabled: boolean };
  deletionProtection?: boolean;
  pointInTimeRecovery?: boolean;
  encryption?: Input;
}
export type AllTableSettings = Record<string, TableSettings>;

export interface TableSettingsKeeper {
  noteTable(input: Input): Promise<void>;
  requireDeletable(table: string): void;
  drop(table: string): Promise<void>;
  /** Adds what dynalite does not say to a table's description. */
  complete(description: Input): Input;
  updateTimeToLive(input: Input): Promise<Input>;
  describeTimeToLive(input: Input): Input;
  updateContinuousBackups(input: Input): Promise<Input>;
  describeContinuousBackups(input: Input): Input;
}

export const createTableSettings = (file: StateFile<AllTableSettings>): TableSettingsKeeper => {
  const of = (table: unknown): TableSettings => {
    const name = String(table);
    const settings = file.value[name] ?? {};
    file.value[name] = settings;
    return settings;
  };
  const backups = (table: unknown): Input => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: of(table).pointInTimeRecovery === true ? 'ENABLED' : 'DISABLED',
      },
    },
  });

  return {
    async noteTable({ TableName, DeletionProtectionEnabled, SSESpecification, StreamSpecification }) {
      if (asObject(StreamSpecification).StreamEnabled === true) throw notServed('A DynamoDB stream');
      const settings = of(TableName);
      if (typeof DeletionProtectionEnabled === 'boolean') settings.deletionProtection = DeletionProtectionEnabled;
      if (SSESpecification !== undefined) settings.encryption = asObject(SSESpecification);
      await file.save();
    },
    requireDeletable(table) {
      if (file.value[table]?.deletionProtection !== true) return;
      throw new AwsError(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    },
    async drop(table) {
      delete file.value[table];
      await file.save();
    },
    complete(description) {
      const { deletionProtection, encryption } = file.value[String(description.TableName)] ?? {};
      const sse = encryption?.Enabled === true ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } } : {};
      return { ...description, DeletionProtectionEnabled: deletionProtection === true, ...sse };
    },
    async updateTimeToLive({ TableName, TimeToLiveSpecification }) {
      const { AttributeName, Enabled } = asObject(TimeToLiveSpecification);
      const settings = of(TableName);
      if ((settings.timeToLive?.Enabled ?? false) === Enabled) {
        throw new AwsError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
      }
      settings.timeToLive = { AttributeName: String(AttributeName), Enabled: Enabled === true };
      await file.save();
      return { TimeToLiveSpecification: settings.timeToLive };
    },
    describeTimeToLive({ TableName }) {
      const timeToLive = file.value[String(TableName)]?.timeToLive;
      const description =
        timeToLive?.Enabled === true
          ? { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.AttributeName }
          : { TimeToLiveStatus: 'DISABLED' };
      return { TimeToLiveDescription: description };
    },
    async updateContinuousBackups({ TableName, PointInTimeRecoverySpecification }) {
      of(TableName).pointInTimeRecovery =
        asObject(PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled === true;
      await file.save();
      return backups(TableName);
    },
    describeContinuousBackups: ({ TableName }) => backups(TableName),
  };
};
