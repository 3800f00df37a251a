package org.convoke.config;

import java.util.Arrays;
import java.util.List;

/**
 * Section {@code providers}: by what the webhooks of each are known to be genuine. Lists are
 * separated by commas; an empty one turns the provider's endpoints off.
 */
public record ProvidersConfig(
    String vonageSignatureSecrets,
    String twilioAuthTokens,
    String telnyxPublicKeys,
    String plivoAuthTokens) {
  private static final int MAX_SECRETS = 8;

  public ProvidersConfig {
    check("providers.vonage_signature_secrets", vonageSignatureSecrets);
    check("providers.twilio_auth_tokens", twilioAuthTokens);
    check("providers.telnyx_public_keys", telnyxPublicKeys);
    check("providers.plivo_auth_tokens", plivoAuthTokens);
  }

  private static void check(String key, String secrets) {
    Check.that(list(secrets).size() <= MAX_SECRETS, key, "holds " + MAX_SECRETS + " at most");
  }

  /** The parts of one of these lists. */
  public static List<String> list(String secrets) {
    return Arrays.stream(secrets.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** It never prints a secret. */
  @Override
  public String toString() {
    return "ProvidersConfig";
  }
}
