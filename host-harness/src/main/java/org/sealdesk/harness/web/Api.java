package org.sealdesk.harness.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import org.sealdesk.harness.json.Json;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.ArticleFiles;
import org.sealdesk.harness.ticket.Ticket;

/** Tickets as JSON, for tests and scripts that have logged in. */
final class Api {

    void tickets(Visit visit) throws IOException {
        JsonArray all = new JsonArray();
        for (Ticket ticket : visit.harness().tickets().tickets()) {
            all.add(Json.LINE.toJsonTree(ticket));
        }
        answer(visit, all);
    }

    void ticket(Visit visit) throws IOException {
        Ticket ticket = TicketPages.ticket(visit);
        JsonObject json = Json.LINE.toJsonTree(ticket).getAsJsonObject();
        JsonArray articles = new JsonArray();
        for (String mailId : ticket.mailIds()) {
            articles.add(article(visit, mailId));
        }
        json.add("articles", articles);
        answer(visit, json);
    }

    private static JsonObject article(Visit visit, String mailId) throws IOException {
        Article article = visit.harness().tickets().article(mailId).orElseThrow(NotFoundResponse::new);
        ArticleFiles files = visit.harness().tickets().files(mailId);
        MailReader read = MailReader.of(files.content());
        JsonObject json = Json.LINE.toJsonTree(article).getAsJsonObject();
        json.add("reports", Json.LINE.toJsonTree(files.reports()));
        json.addProperty("text", read.text());
        JsonArray attachments = new JsonArray();
        read.attachments().forEach(a -> attachments.add(a.name()));
        json.add("attachments", attachments);
        return json;
    }

    private static void answer(Visit visit, com.google.gson.JsonElement json) {
        visit.http().contentType("application/json; charset=utf-8").result(Json.LINE.toJson(json));
    }
}
