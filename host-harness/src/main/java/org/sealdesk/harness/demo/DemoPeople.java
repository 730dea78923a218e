package org.sealdesk.harness.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Everybody in the demo with their keys.
 *
 * @param desk the desk's OpenPGP key
 * @param deskLater a second one that the desk has not imported yet
 * @param expired somebody whose key has expired
 * @param stranger signs as somebody else
 * @param unknown somebody whose key nobody has
 * @param deskCertificate the desk's S/MIME key
 * @param rogue certified by an authority that nobody trusts
 */
record DemoPeople(
        PgpPerson desk,
        PgpPerson deskLater,
        PgpPerson dana,
        PgpPerson expired,
        PgpPerson stranger,
        PgpPerson unknown,
        SmimePerson deskCertificate,
        SmimePerson ines,
        SmimePerson rogue) {

    private static final Duration FOR_EVER = Duration.ZERO;
    private static final Duration YEAR = Duration.ofDays(365);

    static DemoPeople make(Instant now)
            throws PGPException, GeneralSecurityException, OperatorCreationException, IOException {
        Instant before = now.minus(Duration.ofHours(1));
        CompletableFuture<PgpPerson> dana = CompletableFuture.supplyAsync(() -> {
            try {
                return PgpPerson.classic("Dana Fox", "dana@fox.test", before, FOR_EVER);
            } catch (PGPException e) {
                throw new CompletionException(e);
            }
        });
        CertificateAuthority desk = new CertificateAuthority("Acme Mail CA", before);
        CertificateAuthority blue = new CertificateAuthority("Blue Mail CA", before);
        CertificateAuthority nobody = new CertificateAuthority("Rogue Mail CA", before);
        return new DemoPeople(
                PgpPerson.modern("Acme Support", "support@acme.test", before, YEAR),
                PgpPerson.modern("Acme Support", "support@acme.test", before, YEAR.multipliedBy(2)),
                dana.join(),
                PgpPerson.modern("Lee Moor", "lee@moor.test", now.minus(YEAR.multipliedBy(2)), YEAR),
                PgpPerson.modern("Sam", "sam@evil.test", before, FOR_EVER),
                PgpPerson.modern("Bob Stone", "bob@x.test", before, FOR_EVER),
                SmimePerson.of("Acme Support", "support@acme.test", CertificateAuthority.rsaKeys(), desk, before),
                SmimePerson.of("Ines Blau", "ines@blue.test", CertificateAuthority.ellipticKeys(), blue, before),
                SmimePerson.of("Tom", "tom@rogue.test", CertificateAuthority.ellipticKeys(), nobody, before));
    }

    /** The files that the desk imports, and those it gets to import by hand. */
    void write(Path directory) throws IOException, GeneralSecurityException {
        write(directory, "own/support.asc", desk.secretKey());
        write(directory, "own/support.pem", deskCertificate.pemWithKey());
        write(directory, "contacts/dana.asc", dana.certificate());
        write(directory, "contacts/lee.asc", expired.certificate());
        write(directory, "contacts/ines.pem", SmimePerson.pem(ines.certificate()));
        write(directory, "unchecked/sam.asc", stranger.certificate());
        write(directory, "anchors/acme-ca.pem", SmimePerson.pem(deskCertificate.issuer()));
        write(directory, "anchors/blue-ca.pem", SmimePerson.pem(ines.issuer()));
        write(directory, "later/support-new.asc", deskLater.secretKey());
        write(directory, "later/bob.asc", unknown.certificate());
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text);
    }
}
