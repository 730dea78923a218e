package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.intake.KeyExport;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** What {@code keys} does with certificates that are in the store. */
final class KeyListing {

    private static final int PAGE = 500;

    private final Workbench bench;
    private final Arguments arguments;
    private final Console console;

    KeyListing(Workbench bench, Arguments arguments, Console console) {
        this.bench = bench;
        this.arguments = arguments;
        this.console = console;
    }

    int list() throws UsageException {
        for (Technology technology : technologies()) {
            Optional<Octets> after = Optional.empty();
            do {
                CertificateStore.Page<StoredCertificate> page = bench.keystore()
                        .find(new CertificateStore.Query(
                                technology, String.join(" ", arguments.rest()), own(), after, PAGE));
                page.items().forEach(this::print);
                after = page.next();
            } while (after.isPresent());
        }
        return 0;
    }

    private List<Technology> technologies() throws UsageException {
        Optional<String> wanted = arguments.one("--technology");
        if (wanted.isEmpty()) {
            return List.of(Technology.values());
        }
        return switch (wanted.get()) {
            case "pgp" -> List.of(Technology.OPENPGP);
            case "smime" -> List.of(Technology.SMIME);
            default -> throw new UsageException("--technology is pgp or smime, not " + wanted.get());
        };
    }

    private Optional<Boolean> own() {
        if (arguments.has("--own")) {
            return Optional.of(true);
        }
        return arguments.has("--contacts") ? Optional.of(false) : Optional.empty();
    }

    private void print(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        if (arguments.has("--json")) {
            console.out().println(json(stored));
        } else {
            console.out()
                    .println(certificate.fingerprint()
                            + (stored.hasSecret() ? " own     " : " contact ")
                            + stored.facts().trust()
                            + " "
                            + certificate.displayName());
        }
    }

    private static JsonObject json(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        JsonObject json = new JsonObject();
        boolean pgp = certificate.technology() == Technology.OPENPGP;
        json.addProperty("kind", pgp ? "pgp-certificate" : "x509-certificate");
        json.addProperty("fingerprint", certificate.fingerprint().hex());
        json.add(pgp ? "userIds" : "names", ItemJson.array(certificate.names()));
        json.add(
                "addresses",
                ItemJson.array(certificate.addresses().stream()
                        .sorted()
                        .map(Object::toString)
                        .toList()));
        json.addProperty("secret", stored.hasSecret());
        json.addProperty("trust", stored.facts().trust().name());
        json.addProperty("anchor", stored.facts().anchor());
        json.addProperty("validFrom", certificate.validity().from().toString());
        ItemJson.put(json, "validTo", certificate.validity().to().map(Object::toString));
        json.addProperty("revoked", certificate.revokedAt().isPresent());
        return json;
    }

    int export() throws UsageException, IOException {
        for (String name : names()) {
            for (StoredCertificate stored : find(name)) {
                console.out()
                        .write(KeyExport.certificate(stored.certificate())
                                .content()
                                .toArray());
            }
        }
        return 0;
    }

    int delete() throws UsageException, KeystoreUnavailable {
        List<Keystore.Change> changes = new ArrayList<>();
        for (String name : names()) {
            Octets value = Fingerprint.parse(name)
                    .orElseThrow(() -> new UsageException("delete needs a whole fingerprint, not " + name));
            StoredCertificate stored = bench.keystore().byAnyFingerprint(value).stream()
                    .findFirst()
                    .orElseThrow(() -> new UsageException("there is no certificate " + name));
            changes.add(
                    new Keystore.Change.DeleteCertificate(stored.certificate().fingerprint()));
            if (stored.hasSecret() && isLast(stored)) {
                changes.add(
                        new Keystore.Change.DeleteSecret(stored.certificate().secretKeyId()));
            }
        }
        try {
            bench.keystore().by(Author.of(Commands.AUTHOR, "key.delete")).apply(changes);
        } catch (KeystoreLocked e) {
            throw new KeystoreUnavailable("the keystore is locked: " + e.getMessage(), e);
        }
        console.out().println("deleted " + arguments.rest().size());
        return 0;
    }

    /** A secret key stays while another certificate carries it. */
    private boolean isLast(StoredCertificate stored) {
        return bench.keystore()
                        .byPublicKey(stored.certificate().primaryKey().publicKeyIdentity())
                        .size()
                <= 1;
    }

    private List<String> names() throws UsageException {
        if (arguments.rest().isEmpty()) {
            throw new UsageException("say which certificates");
        }
        return arguments.rest();
    }

    List<StoredCertificate> find(String name) throws UsageException {
        List<StoredCertificate> found = new ArrayList<>();
        Fingerprint.parse(name).ifPresent(v -> found.addAll(bench.keystore().byAnyFingerprint(v)));
        if (found.isEmpty() && name.matches("[0-9A-Fa-f]{16}")) {
            found.addAll(bench.keystore().byKeyId(Long.parseUnsignedLong(name, 16)));
        }
        if (found.isEmpty() && name.matches("[0-9A-Fa-f]{8}")) {
            found.addAll(bench.keystore().byOpenSslHash(name.toLowerCase(java.util.Locale.ROOT)));
        }
        if (found.isEmpty()) {
            throw new UsageException("there is no certificate " + name);
        }
        return found;
    }
}
