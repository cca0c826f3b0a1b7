package org.pytorch.alerting.webhook;

/** One way in which a sender proves who it is. */
sealed interface Credential {
  /** {@return whether {@code request} carries this proof, in constant time} */
  boolean accepts(HttpRequest request);

  /**
   * A secret token in a header of its own.
   *
   * @param header in lower case
   */
  record HeaderToken(String header, TokenDigest digest) implements Credential {
    @Override
    public boolean accepts(HttpRequest request) {
      // A missing header is compared like any other, so that it takes the same time.
      return digest.matches(TokenDigest.of(request.header(header).orElse("")));
    }
  }
}
