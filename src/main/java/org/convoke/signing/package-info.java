/**
 * Signatures of webhooks, made and checked.
 *
 * <p><b>Role.</b> {@link org.convoke.signing.StandardWebhook} is Standard Webhooks 1.0.0: three
 * headers, HMAC-SHA256 ({@code v1}) or Ed25519 ({@code v1a}) by the kind of {@link
 * org.convoke.signing.Secret}. {@link org.convoke.signing.VonageJwt} is the bearer token of
 * Vonage's signed webhooks, HS256 over a hash of what is sent. Pure.
 *
 * <p><b>Assumptions.</b> Where a webhook is a GET, its raw query, without the question mark, stands
 * for the body that it does not have. Secrets print as asterisks; comparisons take the same time
 * whatever differs.
 */
package org.convoke.signing;
