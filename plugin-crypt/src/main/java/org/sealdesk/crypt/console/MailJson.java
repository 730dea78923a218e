package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import org.sealdesk.api.Problem;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.mime.PayloadText;

/** An opened mail as a JSON object; the names are a stable contract for scripts. */
final class MailJson {

    private MailJson() {}

    static JsonObject of(String file, OpenedMail opened, SecurityReport report, PayloadText payload, long millis)
            throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("summary", report.summary().name());
        json.addProperty("signature", report.signature().name());
        json.addProperty("encryption", report.encryption().name());
        json.add("signers", signers(report));
        json.add("recipients", ItemJson.array(report.recipients()));
        json.add("layers", layers(report));
        json.add("errant", errant(report));
        json.add("findings", findings(report));
        json.addProperty("from", opened.from());
        json.addProperty("subject", opened.subject());
        json.addProperty("text", payload.text());
        json.add("attachments", attachments(payload));
        json.addProperty("millis", millis);
        return json;
    }

    private static JsonArray signers(SecurityReport report) {
        JsonArray array = new JsonArray();
        for (SecurityReport.Signer signer : report.signers()) {
            JsonObject json = new JsonObject();
            json.addProperty("fingerprint", signer.fingerprint());
            json.add("addresses", ItemJson.array(signer.addresses()));
            json.addProperty("trust", signer.trust());
            json.addProperty("status", signer.status().name());
            ItemJson.put(json, "signedAt", signer.signedAt().map(Object::toString));
            json.addProperty("algorithm", signer.algorithm());
            array.add(json);
        }
        return array;
    }

    private static JsonArray layers(SecurityReport report) {
        JsonArray array = new JsonArray();
        for (SecurityReport.Layer layer : report.layers()) {
            JsonObject json = new JsonObject();
            json.addProperty("kind", layer.kind());
            json.addProperty("status", layer.status());
            array.add(json);
        }
        return array;
    }

    private static JsonArray errant(SecurityReport report) {
        JsonArray array = new JsonArray();
        for (SecurityReport.ErrantLayer layer : report.errant()) {
            JsonObject json = new JsonObject();
            json.addProperty("part", layer.part());
            json.addProperty("kind", layer.kind());
            json.addProperty("status", layer.status());
            array.add(json);
        }
        return array;
    }

    private static JsonArray findings(SecurityReport report) {
        JsonArray array = new JsonArray();
        for (Problem finding : report.findings()) {
            JsonObject json = new JsonObject();
            json.addProperty("code", finding.code());
            json.addProperty("text", finding.what().fallback());
            array.add(json);
        }
        return array;
    }

    private static JsonArray attachments(PayloadText payload) {
        JsonArray array = new JsonArray();
        for (PayloadText.Attachment attachment : payload.attachments()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", attachment.name());
            json.addProperty("type", attachment.type());
            json.addProperty("size", attachment.size());
            json.addProperty("sha256", attachment.sha256());
            array.add(json);
        }
        return array;
    }
}
