package org.convoke.token;

/** A new token and what it says. */
public record Issued(String token, Grant grant) {
  /** Whoever holds the token is let in: it is not printed. */
  @Override
  public String toString() {
    return "Issued[" + grant.room() + ", " + grant.participant() + "]";
  }
}
