package org.sealdesk.crypt.message;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.mime.CryptographicStructure;
import org.sealdesk.crypt.mime.MimeParser;
import org.sealdesk.crypt.mime.MimePart;
import org.sealdesk.crypt.mime.ParseOutcome;
import org.sealdesk.crypt.mime.RootLayer;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Reads what we made as a stranger would, before it leaves: is it protected at its root, does the signature hold, is
 * everybody named who shall read it?
 */
final class SelfCheck {

    private static final int BEGINNING_OCTETS = 64 * 1024;

    /** What naming one reader takes at most, in base64. */
    private static final int READER_OCTETS = 4 * 1024;

    private final Engines engines;
    private final Keystore keystore;
    private final AlgorithmPolicy policy;
    private final Limits limits;
    private final Spill spill;

    SelfCheck(Engines engines, Keystore keystore, AlgorithmPolicy policy, Limits limits, Spill spill) {
        this.engines = engines;
        this.keystore = keystore;
        this.policy = policy;
        this.limits = limits;
        this.spill = spill;
    }

    /** @param meant what was signed: it has to be in the mail octet for octet, and its digest is known already */
    void signed(Content mail, Content meant, Technology technology, Certificate signer, Instant at)
            throws EngineRefusal, IOException {
        RootLayer root = CryptographicStructure.of(parsed(mail), spill, limits.inflatedOctets())
                .layer();
        if (!(root instanceof RootLayer.MultipartSigned signed) || signed.technology() != technology) {
            throw failed("the mail does not look signed");
        }
        if (!signed.signed().hasSameOctets(meant)) {
            throw failed("what was signed is not what would be sent");
        }
        OpenContext context = new OpenContext(keystore, keystore, at, policy, limits, spill);
        List<SignatureOutcome> outcomes = engines.of(technology).verifyDetached(meant, signed.signature(), context);
        boolean good = outcomes.size() == 1
                && outcomes.get(0) instanceof SignatureOutcome.Valid valid
                && valid.facts()
                        .signer()
                        .map(s -> s.fingerprint().equals(signer.fingerprint().hex()))
                        .orElse(false);
        if (!good) {
            throw failed("the signature by " + signer.displayName() + " does not verify");
        }
    }

    void encrypted(Content mail, Technology technology, List<Certificate> readers) throws EngineRefusal, IOException {
        // Whom a mail is for stands at the beginning, and what follows nobody but them can read.
        RootLayer root = CryptographicStructure.beginningOf(
                parsed(mail), spill, BEGINNING_OCTETS + (long) READER_OCTETS * readers.size());
        Content wrapped = switch (technology) {
            case OPENPGP -> {
                if (!(root instanceof RootLayer.PgpEncrypted pgp)) {
                    throw failed("the mail does not look encrypted");
                }
                yield pgp.ciphertext();
            }
            case SMIME -> {
                if (!(root instanceof RootLayer.CmsWrapped cms)) {
                    throw failed("the mail does not look encrypted");
                }
                yield cms.cms();
            }
        };
        for (Certificate reader : readers) {
            if (!engines.of(technology).isRecipient(wrapped, reader)) {
                throw failed("the mail is not encrypted to " + reader.displayName());
            }
        }
    }

    private MimePart parsed(Content mail) throws EngineRefusal, IOException {
        if (MimeParser.parse(mail, limits) instanceof ParseOutcome.Parsed parsed) {
            return parsed.root();
        }
        throw failed("the mail became too large");
    }

    private static EngineRefusal failed(String why) {
        return new EngineRefusal("self-check", why);
    }
}
