package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import org.pytorch.alerting.console.web.Html;

/** What cannot be shown, and a way back. */
public final class ErrorPage {
  private ErrorPage() {}

  /**
   * @param href where to go on
   * @param link what is there
   */
  public record Model(String heading, String text, String href, String link) {}

  static void notFound(Desk desk, Context context, String text, String href, String link) {
    show(desk, context, 404, new Model("Not found", text, href, link));
  }

  static void show(Desk desk, Context context, int status, Model model) {
    context.status(status);
    desk.page(context, new Html.About(model.heading(), "", false), "error.jte", model);
  }
}
