package org.sealdesk.harness.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.operator.OperatorCreationException;

/** Twelve mails that show the whole range of verdicts; the subject tells the case. */
final class DemoMails {

    private static final String PGP = "application/pgp-signature";
    private static final String SMIME = "application/pkcs7-signature";

    private final DemoPeople people;
    private final Instant now;
    private final Mails mails;

    DemoMails(DemoPeople people, Instant now) {
        this.people = people;
        this.now = now;
        this.mails = new Mails(now);
    }

    List<String> all()
            throws PGPException, GeneralSecurityException, OperatorCreationException, CMSException, IOException {
        String dana = people.dana().mailbox();
        String hello = Mails.entity("Hello support,\nplease send me a copy of my contract.\nDana");
        String encrypted = people.dana().signAndEncrypt(hello, people.desk(), now);
        String signed = pgpSigned(people.dana(), hello);
        String ines = people.ines().mailbox();
        String order = Mails.entity("Where is my order 4711?\nInes");
        return List.of(
                mails.mail(dana, "Plain", hello),
                mails.mail(dana, "Only part protected", Mails.mixed(Mails.entity("Pay to another account."), signed)),
                mails.mail(dana, "Damaged ciphertext", Mails.pgpEncrypted(damaged(encrypted))),
                mails.mail(people.rogue().mailbox(), "Issuer not trusted", smimeSigned(people.rogue(), order)),
                mails.mail(
                        ines,
                        "S/MIME encrypted + signed",
                        Mails.smimeEncrypted(people.deskCertificate().encryptForMe(smimeSigned(people.ines(), order)))),
                mails.mail(ines, "S/MIME signed", smimeSigned(people.ines(), order)),
                mails.mail(
                        people.unknown().mailbox(),
                        "Unknown key",
                        pgpSigned(people.unknown(), Mails.entity("Do you know me?\nBob"))),
                mails.mail(dana, "Text changed on the way", signed.replace("a copy of my", "all money of the")),
                mails.mail(
                        dana,
                        "Key arrives later",
                        Mails.pgpEncrypted(people.dana().signAndEncrypt(hello, people.deskLater(), now))),
                mails.mail(
                        people.expired().mailbox(),
                        "Expired key",
                        pgpSigned(people.expired(), Mails.entity("My key is old.\nLee"))),
                mails.mail(
                        dana,
                        "Signed by someone else",
                        pgpSigned(people.stranger(), Mails.entity("This is Dana, believe me."))),
                mails.mail(dana, "Encrypted + confirmed", Mails.pgpEncrypted(encrypted)));
    }

    private String pgpSigned(PgpPerson signer, String entity) throws PGPException, IOException {
        return Mails.signed(entity, PGP, "pgp-sha256", Mails.pgpSignature(signer.sign(entity, now)));
    }

    private static String smimeSigned(SmimePerson signer, String entity)
            throws GeneralSecurityException, OperatorCreationException, CMSException, IOException {
        return Mails.signed(entity, SMIME, "sha-256", Mails.smimeSignature(signer.sign(entity)));
    }

    /** One letter in the middle of the armour becomes another; the checksum line goes, so that only integrity tells. */
    private static String damaged(String armoured) {
        byte[] octets =
                armoured.replaceFirst("\r\n=[A-Za-z0-9+/]{4}(?=\r\n)", "").getBytes(StandardCharsets.US_ASCII);
        int middle = octets.length * 3 / 4;
        while (octets[middle] < 'A') {
            middle++;
        }
        octets[middle] = (byte) (octets[middle] == 'A' ? 'B' : 'A');
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
