package org.pytorch.alerting.stack.cli.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;

final class IssueBoardTest {
  private HttpServer github;
  private IssueBoard board;

  @BeforeEach
  void start() throws IOException {
    github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    github.createContext(
        "/repos/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body =
              Json.write(Json.mapper().createObjectNode().put("html_url", path).put("title", path))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(path.endsWith("/404") ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    github.start();
    URI api = URI.create("http://127.0.0.1:%d/".formatted(github.getAddress().getPort()));
    board = new IssueBoard(api, "acme/alerts", () -> "token");
  }

  @AfterEach
  void stop() {
    board.close();
    github.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "acme/alerts#7, /repos/acme/alerts/issues/7",
    "acme/yard#1, /repos/acme/yard/issues/1",
    "tidewater/alerts#12, /repos/tidewater/alerts/issues/12",
    "'#3', /repos/acme/alerts/issues/3",
    "3, /repos/acme/alerts/issues/3",
  })
  void issue_is_looked_for_in_its_own_repository(String issue, String path) {
    assertThat(board.address(issue)).isEqualTo(path);
    assertThat(board.find(issue)).map(IssueBoard.IssueView::title).contains(path);
  }

  @Test
  void unknown_issue_is_none() {
    assertThat(board.find("acme/yard#404")).isEmpty();
    assertThatThrownBy(() -> board.find("acme/yard")).isInstanceOf(NumberFormatException.class);
  }
}
