package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keystore that opens with a passphrase only, through a restart of its host. */
class PassphraseSealTest {

    private static final String PASSPHRASE = "seven quiet herons";
    private static final String WORDS = "Deliver ten boxes of marzipan.";
    private static final String KEYSTORE = "/admin/x/crypt/keystore";

    private final Path data;

    PassphraseSealTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void mailThatCameWhileTheKeystoreWasLockedOpensByItself() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test")) {
            dana.knows(support);
            String entity = dana.signedAndEncrypted(PgpCustomer.entity(WORDS), support);
            try (Desk desk = new Desk(data)) {
                desk.switchOn("PGP");
                desk.importOwn(support.secretKey(""), "");
                desk.importCompared(dana.publicKey());
                desk.sealWith(PASSPHRASE);
                assertThat(desk.receive(dana.address(), desk.mail(dana.mailbox(), "Order", entity))
                                .text())
                        .contains(WORDS);
            }
            try (Desk desk = new Desk(data)) {
                assertThat(desk.admin().get("/admin/x/crypt/health").body())
                        .contains("Private keys can", KEYSTORE.substring("/admin/x/crypt/".length()));
                Desk.Received waiting =
                        new Door(desk).receive(dana.address(), desk.mail(dana.mailbox(), "Order", entity));
                assertThat(waiting.encryption()).isEqualTo("KEY_LOCKED");
                assertThat(waiting.findings()).contains("STORE-LOCKED");
                assertThat(waiting.text()).doesNotContain("marzipan");

                desk.admin().get(KEYSTORE);
                desk.admin().post(KEYSTORE, Map.of("work", "unlock", "_secret.passphrase", "seven quiet heroes"));
                desk.waitFor(KEYSTORE, "The passphrase is not the one");
                desk.admin().post(KEYSTORE, Map.of("work", "unlock", "_secret.passphrase", PASSPHRASE));
                desk.waitFor(KEYSTORE, "The keystore is unlocked");
                for (int i = 0; i < 200 && !desk.look(waiting.mailId()).text().contains(WORDS); i++) {
                    Thread.sleep(50);
                }
                Desk.Received opened = desk.look(waiting.mailId());
                assertThat(opened.text()).contains(WORDS);
                assertThat(opened.encryption()).isEqualTo("DECRYPTED");
                assertThat(opened.signature()).isEqualTo("CONFIRMED");
                assertThat(desk.admin().get("/admin/x/crypt/health").body()).doesNotContain("Private keys can");
            }
        }
    }
}
