package org.pytorch.alerting.console.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps other web sites out. They could otherwise make a visitor's browser send requests to this
 * machine, or read from it through a host name that they point here.
 */
public final class Guard {
  /** Everything from here: no inline script or style, no frame, no form to elsewhere. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src"
          + " 'none'";

  private static final Pattern LOCAL_HOST =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");

  private Guard() {}

  /** Sets the headers of every response, and refuses requests to another host's name. */
  public static void check(Context context) {
    context.header("content-security-policy", CONTENT_SECURITY_POLICY);
    context.header("x-content-type-options", "nosniff");
    // Not no-referrer: browsers would then call the origin of a form "null".
    context.header("referrer-policy", "same-origin");
    context.header("cache-control", "no-store");
    String host = Optional.ofNullable(context.header("host")).orElse("");
    if (!LOCAL_HOST.matcher(host).matches()) {
      throw new ForbiddenResponse("This console answers to 127.0.0.1 and localhost only.");
    }
    if (context.method().name().equals("POST")) {
      requireSameOrigin(context, host);
    }
  }

  /** A browser names the page's origin with every POST. */
  private static void requireSameOrigin(Context context, String host) {
    String origin = Optional.ofNullable(context.header("origin")).orElse("");
    String site = Optional.ofNullable(context.header("sec-fetch-site")).orElse("same-origin");
    if (!origin.equals("http://" + host) || !site.equals("same-origin")) {
      throw new ForbiddenResponse("Changes are only made from the console's own pages.");
    }
  }
}
