package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import org.sealdesk.crypt.engine.CertificateCheck;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.Technology;

/** The answer of {@code keys check} as a JSON object; the names are a stable contract for scripts. */
final class CheckJson {

    private CheckJson() {}

    static JsonObject of(String file, Certificate certificate, CertificateCheck check) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty(
                "kind", certificate.technology() == Technology.OPENPGP ? "pgp-certificate" : "x509-certificate");
        json.addProperty("fingerprint", certificate.fingerprint().hex());
        json.addProperty("path", word(check.path()));
        json.add("chain", ItemJson.array(check.chain()));
        json.addProperty("revocation", word(check.revocation()));
        if (!check.revocationReason().isEmpty()) {
            json.addProperty("revocationReason", check.revocationReason());
        }
        json.addProperty("canSign", check.canSign());
        json.addProperty("canEncrypt", check.canEncrypt());
        json.addProperty("code", check.code());
        json.addProperty("reason", check.reason());
        return json;
    }

    /** For what is no certificate, or no request. */
    static JsonObject failed(String file, String code, String reason) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("kind", "unknown");
        json.addProperty("path", word(CertificateCheck.Path.INVALID));
        json.add("chain", ItemJson.array(List.of()));
        json.addProperty("revocation", word(CertificateCheck.Revocation.UNKNOWN));
        json.addProperty("canSign", false);
        json.addProperty("canEncrypt", false);
        json.addProperty("code", code);
        json.addProperty("reason", reason);
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    static String text(JsonObject answer) {
        StringBuilder text = new StringBuilder(string(answer, "file"))
                .append(": path ")
                .append(string(answer, "path"))
                .append(", revocation ")
                .append(string(answer, "revocation"))
                .append(answer.get("canSign").getAsBoolean() ? ", can sign" : ", cannot sign")
                .append(answer.get("canEncrypt").getAsBoolean() ? ", can encrypt" : ", cannot encrypt");
        JsonArray chain = answer.getAsJsonArray("chain");
        chain.forEach(subject -> line(text, subject.getAsString()));
        line(text, string(answer, "code") + ": " + string(answer, "reason"));
        if (answer.has("revocationReason")) {
            line(text, "revocation: " + string(answer, "revocationReason"));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String words) {
        text.append(System.lineSeparator()).append("  ").append(words);
    }

    private static String string(JsonObject answer, String name) {
        return answer.get(name).getAsString();
    }
}
