package org.sealdesk.crypt.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.Technology;

/**
 * One family of formats over octets. Knows no MIME: what it gets is exactly what was signed, or exactly the CMS or
 * OpenPGP message, after transfer decoding. Armour around OpenPGP and PEM around CMS are understood.
 *
 * <p>Implementations may be called from several threads at once. Hostile input gives an outcome, never an exception;
 * {@link IOException} means that the content itself could not be read.
 */
public interface CryptoEngine {

    Technology technology();

    /**
     * Checks detached signatures.
     *
     * @param signed the octets the signature is over, canonical as the format asks (CRLF)
     * @param signature one or several signatures
     * @return one outcome for each signature found, in their order; never empty: no signature at all is one outcome
     *     with reason MALFORMED
     */
    List<SignatureOutcome> verifyDetached(Content signed, Content signature, OpenContext context) throws IOException;

    /** Opens one wrapper. Secret keys are chosen by what the ciphertext names. */
    Unwrapped unwrap(Content wrapped, OpenContext context) throws IOException;

    /** Whether, and with which of its keys, a certificate may be used; the secret key is not looked at. */
    Usability usability(Certificate certificate, Usability.Purpose purpose, Instant at);

    /**
     * Makes a detached signature.
     *
     * @param signed canonical octets
     * @param signer whose secret key is in the store
     */
    DetachedSignature signDetached(Content signed, Certificate signer, SealContext context)
            throws EngineRefusal, IOException;

    /** The digest that {@link #signDetached} will use for this signer, as {@code micalg} names it. */
    String micalg(Certificate signer);

    /**
     * Signs with the content inside: CMS signed-data, binary DER; OpenPGP one-pass signed message, armoured.
     *
     * @param out not closed
     */
    void signOpaque(Content content, Certificate signer, SealContext context, OutputStream out)
            throws EngineRefusal, IOException;

    /**
     * Encrypts to every recipient, or to none.
     *
     * @param recipients at least one; each must be able to open it
     * @param signer signs inside the same container; only if {@link #signsInsideEncryption()}
     * @param out gets OpenPGP armoured, CMS as binary DER; not closed
     */
    Encrypted encrypt(
            Content plain,
            List<Certificate> recipients,
            Optional<Certificate> signer,
            SealContext context,
            OutputStream out)
            throws EngineRefusal, IOException;

    /**
     * Whether a ciphertext names a certificate, or one of its keys, as a recipient. Opens nothing.
     *
     * @param wrapped as {@link #encrypt} makes it; anything else answers false
     */
    boolean isRecipient(Content wrapped, Certificate certificate) throws IOException;

    /** True for OpenPGP, where signature and encryption are one container. */
    boolean signsInsideEncryption();

    /**
     * @param encoded OpenPGP armoured, CMS binary DER
     * @param micalg parameter of multipart/signed: {@code pgp-sha256}, {@code sha-256}
     */
    record DetachedSignature(Content encoded, String micalg, String algorithm) {}

    /** @param authenticated true for AEAD and MDC, false for CBC */
    record Encrypted(String algorithm, boolean authenticated) {}
}
