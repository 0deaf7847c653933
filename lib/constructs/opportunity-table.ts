import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Retention } from '../../functions/core/contracts/configuration.ts';

/** By phone or name or call id, by Connect contact, by agent, by person: documented with the stores in adapters. */
const INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4'] as const;
/** By person: only leads to items, so that erasing finds them. */
const KEYS_ONLY: ReadonlySet<string> = new Set(['gsi4']);

const key = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table: an opportunity with its people, documents, calls and activity is one partition. */
export class OpportunityTable extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly indexNames: readonly string[];
  /** Each index by name, so that no grant needs a wildcard. */
  readonly indexArns: readonly string[];
  readonly retention: Retention;

  constructor(scope: Construct, id: string, { retention }: { readonly retention: Retention }) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: key('pk'),
      sortKey: key('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const indexName of INDEXES) {
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: key(`${indexName}pk`),
        sortKey: key(`${indexName}sk`),
        projectionType: KEYS_ONLY.has(indexName) ? ProjectionType.KEYS_ONLY : ProjectionType.ALL,
      });
    }
    this.retention = retention;
    this.name = table.tableName;
    this.arn = table.tableArn;
    this.indexNames = INDEXES;
    this.indexArns = INDEXES.map((index) => `${table.tableArn}/index/${index}`);
  }
}
