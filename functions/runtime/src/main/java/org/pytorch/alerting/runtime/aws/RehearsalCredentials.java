package org.pytorch.alerting.runtime.aws;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Invented credentials: a rehearsal must not read the function's own, which a snapshot keeps. */
public final class RehearsalCredentials {
  public static final AwsCredentialsProvider PROVIDER =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "rehearsal"));

  private RehearsalCredentials() {}
}
