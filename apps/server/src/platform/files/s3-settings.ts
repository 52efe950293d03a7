/** A bucket of a store that speaks S3, and how to sign in there. */
export type S3Settings = {
  /** Where the bucket's files lie, without a slash at the end. */
  baseUrl: string
  region: string
  key: string
  secret: string
}

/**
 * The bucket that the environment names; null: files lie in a folder.
 * Throws where the settings are not whole: a product that keeps files elsewhere than meant is worse than one that does
 * not start.
 */
export function readS3Settings(env: Record<string, string | undefined>): S3Settings | null {
  const address = env['FILES_S3_ENDPOINT']
  if (!address) return null
  const { FILES_S3_BUCKET: bucket, FILES_S3_KEY: key, FILES_S3_SECRET: secret } = env
  if (!bucket || !key || !secret)
    throw new Error('FILES_S3_ENDPOINT also needs FILES_S3_BUCKET, FILES_S3_KEY, FILES_S3_SECRET')
  const prefix = (env['FILES_S3_PREFIX'] ?? '').replaceAll(/^\/+|\/+$/g, '')
  const path = prefix === '' ? '' : `/${prefix}`
  const endpoint = new URL(address)
  // Some stores want the bucket in the host's name, some in the path.
  const isInHost = env['FILES_S3_BUCKET_IN_HOST'] === '1'
  return {
    baseUrl: isInHost
      ? `${endpoint.protocol}//${bucket}.${endpoint.host}${path}`
      : `${endpoint.origin}/${bucket}${path}`,
    region: env['FILES_S3_REGION'] || 'us-east-1',
    key,
    secret,
  }
}
