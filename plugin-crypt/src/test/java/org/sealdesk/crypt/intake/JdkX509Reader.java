package org.sealdesk.crypt.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.security.auth.x500.X500Principal;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

/** Reads PEM certificates, RSA keys in PKCS#8 and PKCS#12 with what the JDK has. */
public final class JdkX509Reader implements KeyReader {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (CERTIFICATE|PRIVATE KEY|ENCRYPTED PRIVATE KEY)-----([^-]+)-----END");

    @Override
    public List<Item> read(Octets file, List<Passphrase> passphrases, Instant at, Limits limits) {
        byte[] octets = file.toArray();
        if (octets.length > 4 && octets[0] == 0x30 && (octets[1] & 0x80) != 0 && octets[4] == 0x02) {
            return pkcs12(octets, passphrases, at);
        }
        List<Item> items = new ArrayList<>();
        Matcher m = PEM.matcher(new String(octets, StandardCharsets.ISO_8859_1));
        while (m.find()) {
            byte[] der = Base64.getMimeDecoder().decode(m.group(2));
            items.add(
                    switch (m.group(1)) {
                        case "CERTIFICATE" -> certificate(der, at);
                        case "PRIVATE KEY" -> key(der, Optional.empty());
                        default -> encryptedKey(der, passphrases);
                    });
        }
        return items;
    }

    private Item certificate(byte[] der, Instant at) {
        try {
            return new Item.PublicCertificate(evaluate(Octets.of(der), at));
        } catch (IllegalArgumentException e) {
            return new Item.Failed("x509-certificate", "format.damaged", "the certificate cannot be read");
        }
    }

    private static Item key(byte[] pkcs8, Optional<Certificate> certificate) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
            PublicKey publicKey = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
            SecretKeyId id = new SecretKeyId(Technology.SMIME, sha("SHA-256", publicKey.getEncoded()));
            return new Item.Secret(new SecretKeyRecord(id, pkcs8, null), certificate, Item.Secret.Opening.OPEN);
        } catch (GeneralSecurityException e) {
            return new Item.Failed("x509-private-key", "format.damaged", "the private key cannot be read");
        }
    }

    private static Item encryptedKey(byte[] der, List<Passphrase> passphrases) {
        for (Passphrase passphrase : passphrases) {
            try {
                EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
                String algorithm = info.getAlgParameters().toString();
                Cipher cipher = Cipher.getInstance(algorithm);
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toChars())),
                        info.getAlgParameters());
                return key(info.getKeySpec(cipher).getEncoded(), Optional.empty());
            } catch (GeneralSecurityException | IOException e) {
                // the next one may fit
            }
        }
        return passphrases.isEmpty()
                ? new Item.Failed("x509-private-key", "password.needed", "the private key has a password; give it")
                : new Item.Failed("x509-private-key", "password.wrong", "no given password opens the private key");
    }

    private List<Item> pkcs12(byte[] octets, List<Passphrase> passphrases, Instant at) {
        for (Passphrase passphrase : passphrases) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(new ByteArrayInputStream(octets), passphrase.toChars());
                List<Item> items = new ArrayList<>();
                for (String alias : Collections.list(store.aliases())) {
                    java.security.cert.Certificate[] chain = store.getCertificateChain(alias);
                    Certificate leaf = evaluate(Octets.of(chain[0].getEncoded()), at);
                    items.add(key(store.getKey(alias, passphrase.toChars()).getEncoded(), Optional.of(leaf)));
                    for (int i = 1; i < chain.length; i++) {
                        items.add(certificate(chain[i].getEncoded(), at));
                    }
                }
                return items;
            } catch (GeneralSecurityException | IOException e) {
                // the next one may fit
            }
        }
        return List.of(new Item.Failed(
                "x509-private-key",
                passphrases.isEmpty() ? "password.needed" : "password.wrong",
                "the PKCS#12 file has a password; give it"));
    }

    @Override
    public Certificate evaluate(Octets encoded, Instant at) {
        try {
            X509Certificate c =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(encoded.open());
            return evaluate(Octets.of(c.getEncoded()), c);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificate", e);
        }
    }

    private static Certificate evaluate(Octets encoded, X509Certificate c) throws CertificateException {
        Fingerprint fingerprint = new Fingerprint(Fingerprint.Kind.X509, sha("SHA-256", encoded.toArray()));
        Validity validity = new Validity(
                c.getNotBefore().toInstant(),
                Optional.of(c.getNotAfter().toInstant().plusSeconds(1)));
        Set<MailAddress> addresses = new HashSet<>();
        Collection<List<?>> names = c.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(1)) {
                MailAddress.parse((String) name.get(1)).ifPresent(addresses::add);
            }
        }
        boolean authority = c.getBasicConstraints() >= 0;
        int bits =
                c.getPublicKey() instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256;
        ComponentKey key = new ComponentKey(
                fingerprint,
                sha("SHA-256", c.getPublicKey().getEncoded()),
                c.getPublicKey().getAlgorithm(),
                bits,
                c.getPublicKey().getAlgorithm() + " " + bits,
                authority ? EnumSet.of(Capability.CERTIFY) : EnumSet.of(Capability.SIGN, Capability.ENCRYPT),
                validity,
                Optional.empty());
        X509Facts facts = new X509Facts(
                c.getSubjectX500Principal().getName(),
                c.getIssuerX500Principal().getName(),
                canonical(c.getSubjectX500Principal()),
                canonical(c.getIssuerX500Principal()),
                c.getSerialNumber(),
                sha("SHA-1", encoded.toArray()),
                Optional.empty(),
                Optional.empty(),
                hash(c.getSubjectX500Principal(), "SHA-1"),
                hash(c.getSubjectX500Principal(), "MD5"),
                authority);
        return new Certificate(
                fingerprint,
                encoded,
                List.of(facts.subject()),
                addresses,
                List.of(key),
                validity,
                Optional.empty(),
                Optional.of(facts));
    }

    private static Octets canonical(X500Principal name) {
        return Octets.of(name.getName(X500Principal.CANONICAL).getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(X500Principal name, String digest) {
        return sha(digest, name.getEncoded()).first(4).hex().toLowerCase(Locale.ROOT);
    }

    private static Octets sha(String algorithm, byte[] octets) {
        try {
            return Octets.of(MessageDigest.getInstance(algorithm).digest(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Certificate merge(Certificate stored, Certificate incoming, Instant at) {
        return stored;
    }
}
