package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import org.pytorch.alerting.console.web.Html;

/** Says what cannot be shown, and links to another page. */
public final class ErrorPage {
  private ErrorPage() {}

  /**
   * @param href the other page
   * @param link the text of the link
   */
  public record Model(String heading, String text, String href, String link) {}

  static void notFound(PageData data, Context context, String text, String href, String link) {
    show(data, context, 404, new Model("Not found", text, href, link));
  }

  static void show(PageData data, Context context, int status, Model model) {
    context.status(status);
    data.page(context, new Html.About(model.heading(), "", false), "error.jte", model);
  }
}
