package org.pytorch.alerting.github.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** {@link GitHubTransport} on Apache HttpClient: one small pool of persistent connections. */
public final class ApacheTransport implements GitHubTransport {
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** In bytes: a page of a hundred issues, each with the longest body that GitHub takes. */
  static final int MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

  /** An instance handles one alert at a time; on one machine several may share a transport. */
  static final int MAX_CONNECTIONS = 20;

  /** Load balancers drop idle connections after about a minute; a dropped one costs a failure. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** A connection that was idle for longer is checked before it is used. */
  private static final Duration UNCHECKED_IDLE_TIME = Duration.ofSeconds(1);

  private final CloseableHttpClient client;
  private final ScheduledExecutorService watchdog;

  public ApacheTransport() {
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent(ApiSession.USER_AGENT)
            .build();
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("github-request-timeouts").unstarted(task));
  }

  static PoolingHttpClientConnectionManager connections() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setDefaultConnectionConfig(connection())
        .build();
  }

  static ConnectionConfig connection() {
    return ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
        .setSocketTimeout(Timeout.of(ApiCall.RESPONSE_TIMEOUT))
        .setTimeToLive(TimeValue.of(KEEP_ALIVE))
        .setValidateAfterInactivity(TimeValue.of(UNCHECKED_IDLE_TIME))
        .build();
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    HttpUriRequestBase http = new HttpUriRequestBase(request.method(), request.uri());
    request.headers().forEach(http::setHeader);
    request
        .body()
        .ifPresent(json -> http.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON)));
    Timeout timeout = Timeout.of(request.timeout());
    http.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(timeout)
            .setResponseTimeout(timeout)
            .build());
    // The client's own timeouts are per read; this one cuts off a response that arrives too
    // slowly.
    Future<?> abort =
        watchdog.schedule(http::abort, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
    try {
      return client.execute(http, ApacheTransport::read);
    } catch (ConnectTimeoutException | ConnectionRequestTimeoutException e) {
      throw new ConnectException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (http.isAborted()) {
        throw new InterruptedIOException("no complete response in time");
      }
      throw e;
    } finally {
      abort.cancel(false);
    }
  }

  private static GitHubResponse read(ClassicHttpResponse response) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName(), String.valueOf(header.getValue()));
    }
    return new GitHubResponse(response.getCode(), headers, body(response.getEntity()));
  }

  @SuppressWarnings("NullAway") // The client passes null if there is no body; its API says so.
  private static String body(HttpEntity entity) throws IOException {
    if (entity == null) {
      return "";
    }
    byte[] bytes = entity.getContent().readNBytes(MAX_RESPONSE_BYTES + 1);
    if (bytes.length > MAX_RESPONSE_BYTES) {
      throw new IOException("the response is longer than " + MAX_RESPONSE_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
