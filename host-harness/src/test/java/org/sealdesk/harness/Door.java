package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Mails that come in by SMTP; each is checked for what holds for any mail at all, good, bad or broken. */
record Door(Desk desk) {

    /** The original is kept to the octet, everything is readable, and nobody sees a program's inside. */
    Desk.Received receive(String from, String mail) throws IOException, InterruptedException {
        Desk.Received received = desk.receive(from, mail);
        String original;
        try (InputStream in = desk.harness()
                .tickets()
                .files(received.mailId())
                .originalContent()
                .open()) {
            original = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        assertThat(original).isEqualTo(mail);
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(mail)) {
            assertThat(desk.agent().get("/mails/" + received.mailId() + "/raw").body())
                    .isEqualTo(mail);
        }
        assertThat(received.page().status()).isEqualTo(200);
        assertThat(received.body().status()).isEqualTo(200);
        for (String seen : List.of(
                received.page().body(),
                received.body().body(),
                received.article().toString(),
                desk.agent().get("/tickets").body())) {
            assertThat(seen)
                    .doesNotContain("\tat ")
                    .doesNotContain("org.bouncycastle")
                    .doesNotContain("org.sealdesk.")
                    .doesNotContain("Exception");
        }
        return received;
    }

    /** No part of the mail is called confirmed: neither in the report nor in words. */
    static void assertNotConfirmed(Desk.Received mail) {
        assertNotConfirmed(mail, "UNPROTECTED");
    }

    static void assertNotConfirmed(Desk.Received mail, String summary) {
        for (JsonElement report : mail.article().getAsJsonArray("reports")) {
            JsonObject told = report.getAsJsonObject();
            assertThat(told.get("signature").getAsString()).isNotEqualTo("CONFIRMED");
            assertThat(told.get("summary").getAsString()).isEqualTo(summary);
        }
        assertThat(mail.page().body()).doesNotContainIgnoringCase("confirmed as sent by");
    }
}
