package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;

/** An administrator takes an own key away: asked for the own password first, recorded, and GnuPG opens the file. */
class SecretExportPageTest {

    private static final String OLD = "correct-horse-31";
    private static final String NEW = "battery staple 32";
    private static final String REASON = "Moving to the new desk";
    private static final Pattern WAITING = Pattern.compile("action=\"(/admin/password/[^\"]+)\"");

    @TempDir
    private Path data;

    private static Map<String, String> form(String password, String again, String reason) {
        return Map.of("_secret.password", password, "_secret.again", again, "reason", reason);
    }

    private static Browser.Page password(Browser admin, Browser.Page asked, String password) throws Exception {
        Matcher action = WAITING.matcher(asked.body());
        assertThat(action.find()).as(asked.body()).isTrue();
        return admin.post(action.group(1), Map.of("password", password));
    }

    @Test
    void anOwnKeyLeavesLockedAnewAndRecorded() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Gpg elsewhere = Peers.requireGpg()) {
            support.lock(OLD);
            dana.knows(support);
            try (Desk desk = new Desk(data)) {
                desk.switchOn("PGP");
                desk.importOwn(support.secretKey(OLD), OLD);
                desk.importCompared(dana.publicKey());
                String page = "/admin/x/crypt/pgp/" + support.fingerprint().toLowerCase(Locale.ROOT);
                Browser admin = desk.admin();
                assertThat(admin.get(page).body()).contains("Export private key");

                admin.post("/dev/clock", Map.of("by", "day"));
                Browser.Page asked = admin.post(page + "/export", form(NEW, NEW, REASON));
                assertThat(asked.status()).isEqualTo(401);
                assertThat(asked.body()).doesNotContain(NEW);
                assertThat(password(admin, asked, "wrong").status()).isEqualTo(422);
                Browser.Page file = password(admin, asked, "admin");
                assertThat(file.status()).as(file.body()).isEqualTo(200);
                assertThat(file.headers().get("content-disposition")).contains("attachment", "-secret.asc");

                byte[] key = file.body().getBytes(StandardCharsets.UTF_8);
                elsewhere.run(key, "--passphrase", NEW, "--import").ok();
                byte[] mail = Gpg.utf8("hello");
                byte[] sealed = dana.gpg()
                        .run(mail, "--trust-model", "always", "--encrypt", "--recipient", support.fingerprint())
                        .ok()
                        .out();
                assertThat(elsewhere
                                .run(sealed, "--passphrase", NEW, "--decrypt")
                                .ok()
                                .out())
                        .isEqualTo(mail);
                assertThat(admin.get("/admin/x/crypt/audit").body())
                        .contains("secret.export", REASON)
                        .doesNotContain(NEW);
            }
        }
    }

    @Test
    void whatIsWrongInTheFormIsSaidAndNobodyElseGetsThere() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data)) {
            desk.switchOn("PGP");
            desk.importOwn(support.secretKey(""), "");
            desk.importCompared(dana.publicKey());
            String page = "/admin/x/crypt/pgp/" + support.fingerprint().toLowerCase(Locale.ROOT) + "/export";
            Browser admin = desk.admin();
            Browser.Page first = admin.post(page, form(NEW, "another one 33", REASON));
            assertThat(first.status()).isEqualTo(422);
            assertThat(first.body())
                    .contains("The two passwords are not the same", REASON)
                    .doesNotContain(NEW);
            assertThat(admin.post(page, form("short", "short", REASON)).body())
                    .contains("At least 12 characters are needed");
            assertThat(admin.post(page, form(NEW, NEW, " ")).body()).contains("Say why the key leaves");
            assertThat(admin.get("/admin/x/crypt/pgp/" + dana.fingerprint().toLowerCase(Locale.ROOT) + "/export")
                            .status())
                    .isEqualTo(404);
            assertThat(desk.agent().get(page).status()).isEqualTo(403);
            assertThat(desk.agent().post(page, form(NEW, NEW, REASON)).status()).isEqualTo(403);
        }
    }
}
