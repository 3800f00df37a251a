/**
 * Tokens by which browsers and programs come into rooms: JWTs (RFC 7519) that name a room, a
 * participant and a role, signed by a key of ours that changes by itself.
 *
 * <p>{@link org.convoke.token.Tokens} signs and judges; it knows no clock but the one given and
 * never waits. {@link org.convoke.token.Keyring} holds the keys, {@link
 * org.convoke.token.KeysGateway} keeps them as the database has them and rotates them. Owner: the
 * event loop of the web verticle; nothing here is shared between threads.
 *
 * <p><b>Keys.</b> One algorithm a key, HS256: only we check what we signed. The token's header
 * chooses among our keys by {@code kid} and nothing else; a header that says more than {@code alg},
 * {@code kid} and {@code typ} is refused (RFC 8725 §3). A key that signs no more is kept for the
 * longest life of a token, so a rotation logs nobody out.
 *
 * <p><b>Taking back.</b> A token counts until it expires, unless its room is deleted or its
 * participant was removed: then it counts no more for the meeting that goes on. That is kept in
 * memory ({@link org.convoke.token.Revocations}); a restart ends the meeting anyway. Whoever may
 * use a room's open link can come back by it as somebody new: a lock keeps him out.
 *
 * <p><b>Applications.</b> Their servers come with tokens that they signed themselves ({@link
 * org.convoke.token.ApplicationToken}), RS256 alone, by a key whose public half {@link
 * org.convoke.token.ApplicationKeys} checks by: the header chooses nothing. What has no {@code exp}
 * counts for a while after {@code iat}. A {@code jti} may come twice: such a token is used again
 * and again while it counts.
 */
package org.convoke.token;
