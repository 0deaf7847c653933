/**
 * Stored input is encrypted with the AWS Encryption SDK, so that the guide's own decryption sample reads it: provider
 * `AmazonConnect`, RSA-OAEP with SHA-512, base64 (Administrator Guide, "Encrypt sensitive customer input"). The message
 * format is that without key commitment, since the sample predates the other one.
 */
import { createPublicKey } from 'node:crypto';

const PROVIDER = 'AmazonConnect';

/** `key` is an X.509 certificate or a public key in PEM; throws when it is neither. */
export const encryptInput = async (input: string, keyId: string, key: string): Promise<string> => {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  // Loaded when it is needed: it brings a client of KMS that nothing else here wants.
  const { buildEncrypt, CommitmentPolicy, RawRsaKeyringNode } = await import('@aws-crypto/client-node');
  const { encrypt } = buildEncrypt(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const keyring = new RawRsaKeyringNode({
    keyName: keyId,
    keyNamespace: PROVIDER,
    rsaKey: { publicKey },
    oaepHash: 'sha512',
  });
  const { result } = await encrypt(keyring, input);
  return result.toString('base64');
};
