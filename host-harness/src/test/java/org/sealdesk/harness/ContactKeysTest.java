package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;

/** A customer of the running host brings a key, with the packaged plugin; the desk finds it. */
class ContactKeysTest {

    @Test
    void danaBringsHerKeyAndTheDeskFindsIt(@TempDir Path data) throws Exception {
        try (Gpg gpg = Peers.requireGpg();
                Desk desk = new Desk(data)) {
            byte[] key = gpg.exportPublic(gpg.newKey("Dana Fox <dana@fox.test>", "ed25519", "cv25519", ""));
            byte[] foreign = gpg.exportPublic(gpg.newKey("Lee Moor <lee@moor.test>", "ed25519", "cv25519", ""));
            desk.switchOn("PGP");
            Browser dana = Browser.loggedIn(desk.harness().url(), "dana");
            assertThat(dana.get("/me").body()).contains("My keys", "We have no key of yours yet.");

            Browser.Page refused = dana.post("/me/upload", Map.of("text", text(foreign)));
            assertThat(refused.body()).contains("lee@moor.test", "not known to be yours");
            Browser.Page done = dana.post("/me/upload", Map.of("text", text(key)));

            assertThat(done.body()).contains("Thank you. Keys taken: 1", "Dana Fox", "You uploaded it");
            assertThat(desk.admin().get("/admin/x/crypt/pgp?q=dana").body()).contains("Dana Fox");
            assertThat(desk.admin().get("/admin/x/crypt/pgp?trust=harvested").body())
                    .contains("Dana Fox");
            assertThat(desk.admin().get("/admin/x/crypt/audit").body()).contains("key.contact.upload", "contact dana");
            assertThat(dana.get("/tickets").body()).doesNotContain("Inbox");
        }
    }

    private static String text(byte[] armoured) {
        return new String(armoured, StandardCharsets.US_ASCII);
    }
}
