package org.pytorch.alerting.fakegithub.auth;

import com.fasterxml.jackson.core.type.TypeReference;
import io.jsonwebtoken.io.AbstractDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;

/** Reads a JWT's JSON; unlike the library, GitHub accepts a number (an App's id) as issuer. */
final class ClaimsReader extends AbstractDeserializer<Map<String, ?>> {
  private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

  @Override
  protected Map<String, ?> doDeserialize(Reader reader) throws IOException {
    Map<String, Object> claims = Json.mapper().readValue(reader, CLAIMS);
    claims.computeIfPresent("iss", (_, issuer) -> issuer.toString());
    return claims;
  }
}
