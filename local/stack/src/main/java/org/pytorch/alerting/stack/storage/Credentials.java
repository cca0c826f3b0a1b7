package org.pytorch.alerting.stack.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pytorch.alerting.model.json.Json;

/**
 * The credentials that the stack invents.
 *
 * @param tokens each webhook source's token
 * @param gitHubApp the key of the App on the fake GitHub
 */
public record Credentials(Map<String, String> tokens, KeyPair gitHubApp) {
  private static final String FILE = "credentials.json";
  private static final int KEY_BITS = 2_048;

  /** A new key takes some tenths of a second, so every stack of this process has the same. */
  private static final KeyPair OF_THIS_PROCESS = newKey();

  private record Kept(
      @JsonProperty("webhook_tokens") Map<String, String> tokens,
      @JsonProperty("github_app_key") String pkcs8Base64) {}

  public Credentials {
    tokens = Map.copyOf(tokens);
  }

  /** {@return credentials that no process has used before} */
  public static Credentials random(List<String> sources) {
    return new Credentials(withAll(Map.of(), sources), OF_THIS_PROCESS);
  }

  /**
   * {@return the credentials in {@code folder}, so that a contact point stays valid} What is
   * missing there is added.
   *
   * @throws IllegalStateException if the file cannot be understood
   */
  public static Credentials kept(Path folder, List<String> sources) {
    PrivateFiles.createFolder(folder);
    Path file = folder.resolve(FILE);
    Optional<Credentials> before = PrivateFiles.read(file).map(text -> parse(file, text));
    Credentials now =
        before
            .map(it -> new Credentials(withAll(it.tokens(), sources), it.gitHubApp()))
            .orElseGet(() -> random(sources));
    if (before.filter(now::equals).isEmpty()) {
      Kept kept =
          new Kept(
              now.tokens(),
              Base64.getEncoder().encodeToString(now.gitHubApp().getPrivate().getEncoded()));
      PrivateFiles.write(file, Json.write(kept) + "\n");
    }
    return now;
  }

  private static Map<String, String> withAll(Map<String, String> tokens, List<String> sources) {
    Map<String, String> all = new LinkedHashMap<>(tokens);
    sources.forEach(source -> all.computeIfAbsent(source, _ -> UUID.randomUUID().toString()));
    return all;
  }

  private static Credentials parse(Path file, String text) {
    try {
      Kept kept = Json.read(text, Kept.class);
      return new Credentials(kept.tokens(), key(Base64.getDecoder().decode(kept.pkcs8Base64())));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "%s cannot be read; without that file, the stack invents new tokens and a new key"
              .formatted(file),
          e);
    }
  }

  private static KeyPair key(byte[] pkcs8) throws GeneralSecurityException {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey secret =
        (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return new KeyPair(
        rsa.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent())),
        secret);
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** {@return the source's token} */
  public String token(String source) {
    return Optional.ofNullable(tokens.get(source)).orElseThrow();
  }

  /** Leaves out every secret. */
  @Override
  public String toString() {
    return "Credentials[sources=%s]".formatted(tokens.keySet());
  }
}
