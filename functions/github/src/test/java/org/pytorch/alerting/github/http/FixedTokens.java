package org.pytorch.alerting.github.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives a token without asking, and another one after each that was refused. */
public final class FixedTokens implements TokenSource {
  public static final AppIdentity APP =
      new AppIdentity(Set.of("812345", "Iv23li"), Optional.of("alerts[bot]"));

  public final List<String> forgotten = new ArrayList<>();
  private final String token;
  private final AppIdentity identity;

  public FixedTokens(String token, AppIdentity identity) {
    this.token = token;
    this.identity = identity;
  }

  @Override
  public String token(String repo, AppApi api) {
    return token + forgotten.size();
  }

  @Override
  public AppIdentity identity(AppApi api) {
    return identity;
  }

  @Override
  public void forget(String repo) {
    forgotten.add(repo);
  }
}
