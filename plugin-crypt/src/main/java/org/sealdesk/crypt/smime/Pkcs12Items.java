package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilderProvider;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Octets;

/** Reads a PKCS#12 file (RFC 7292, RFC 9579): keys and certificates under one password. */
final class Pkcs12Items {

    private static final String WHAT = "the PKCS#12 file";

    private final Jca jca;
    private final CertificateCache certificates;
    private final SecretKeys secretKeys;
    private final KdfCost cost;
    private final Passwords passwords;

    Pkcs12Items(Jca jca, CertificateCache certificates, SecretKeys secretKeys, KdfCost cost, Passwords passwords) {
        this.jca = jca;
        this.certificates = certificates;
        this.secretKeys = secretKeys;
        this.cost = cost;
        this.passwords = passwords;
    }

    List<Item> read(Pfx pfx) {
        try {
            Optional<String> tooCostly = tooCostly(pfx);
            if (tooCostly.isPresent()) {
                return List.of(new Item.Failed(SecretKeys.KIND, "limit", WHAT + " is refused: " + tooCostly.get()));
            }
            return passwords
                    .first(password -> open(new PKCS12PfxPdu(pfx), password))
                    .orElseGet(() -> List.of(passwords.failed(SecretKeys.KIND, WHAT)));
        } catch (RuntimeException e) {
            return List.of(new Item.Failed(SecretKeys.KIND, "format.damaged", WHAT + " is damaged"));
        }
    }

    private Optional<String> tooCostly(Pfx pfx) {
        MacData mac = pfx.getMacData();
        if (mac != null) {
            AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
            Optional<String> why = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)
                    ? cost.whyNot(algorithm)
                    : cost.iterations(mac.getIterationCount());
            if (why.isPresent()) {
                return why;
            }
        }
        for (ContentInfo info : new PKCS12PfxPdu(pfx).getContentInfos()) {
            if (info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                Optional<String> why =
                        cost.whyNot(EncryptedData.getInstance(info.getContent()).getEncryptionAlgorithm());
                if (why.isPresent()) {
                    return why;
                }
            }
        }
        return Optional.empty();
    }

    /** Empty if the password does not fit. */
    private Optional<List<Item>> open(PKCS12PfxPdu pfx, char[] password) {
        try {
            if (pfx.hasMac() && !isMacValid(pfx, password)) {
                return Optional.empty();
            }
            List<PKCS12SafeBag> bags = new ArrayList<>();
            for (ContentInfo info : pfx.getContentInfos()) {
                bags.addAll(bags(info, password));
            }
            return items(bags, password);
        } catch (PKCSException e) {
            return Optional.empty();
        }
    }

    private boolean isMacValid(PKCS12PfxPdu pfx, char[] password) throws PKCSException {
        if (pfx.getMacAlgorithmID().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            return pfx.isMacValid(new BcPKCS12PBMac1CalculatorBuilderProvider(), password);
        }
        // The one over JCA does not open files whose MAC uses SHA-512.
        return pfx.isMacValid(
                new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE), twoZeros(password));
    }

    /**
     * Some programs lock with no password, others with an empty one, which PKCS#12 writes as two zero octets. The key
     * derivation repeats the password to fill a block, so any number of zeros is the same there.
     */
    private static char[] twoZeros(char[] password) {
        return password.length == 0 ? new char[] {'\0'} : password;
    }

    private List<PKCS12SafeBag> bags(ContentInfo info, char[] password) throws PKCSException {
        if (!info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
            return List.of(new PKCS12SafeBagFactory(info).getSafeBags());
        }
        LockedKeys locked = new LockedKeys(jca);
        try {
            return List.of(new PKCS12SafeBagFactory(info, locked.decryptor(password)).getSafeBags());
        } catch (PKCSException | RuntimeException e) {
            if (password.length > 0) {
                throw e;
            }
            return List.of(new PKCS12SafeBagFactory(info, locked.decryptor(twoZeros(password))).getSafeBags());
        }
    }

    private Optional<List<Item>> items(List<PKCS12SafeBag> bags, char[] password) {
        List<Filed> filed = filed(bags);
        List<Item> items = new ArrayList<>();
        for (PKCS12SafeBag bag : certificatesFirst(bags)) {
            Object value = bag.getBagValue();
            if (value instanceof X509CertificateHolder holder) {
                items.add(certificate(holder));
            } else if (value instanceof X509CRLHolder crl) {
                items.add(list(crl));
            } else if (value instanceof PrivateKeyInfo key) {
                items.add(secretKeys.item(key, filedWith(bag, key, filed)));
            } else if (value instanceof PKCS8EncryptedPrivateKeyInfo locked) {
                Optional<String> tooCostly = cost.whyNot(locked.getEncryptionAlgorithm());
                if (tooCostly.isPresent()) {
                    items.add(new Item.Failed(SecretKeys.KIND, "limit", WHAT + " is refused: " + tooCostly.get()));
                    continue;
                }
                Optional<PrivateKeyInfo> key = open(locked, password);
                if (key.isEmpty()) {
                    return Optional.empty();
                }
                items.add(secretKeys.item(key.get(), filedWith(bag, key.get(), filed)));
            }
        }
        return Optional.of(items);
    }

    /** In the order of the file otherwise: a key that came first would bring its certificate before that is its turn. */
    private static List<PKCS12SafeBag> certificatesFirst(List<PKCS12SafeBag> bags) {
        List<PKCS12SafeBag> order = new ArrayList<>(bags);
        order.sort(Comparator.comparing(bag -> !(bag.getBagValue() instanceof X509CertificateHolder)));
        return order;
    }

    private Optional<PrivateKeyInfo> open(PKCS8EncryptedPrivateKeyInfo locked, char[] password) {
        LockedKeys keys = new LockedKeys(jca);
        Optional<PrivateKeyInfo> opened = keys.open(locked.toASN1Structure(), password);
        return opened.isPresent() || password.length > 0
                ? opened
                : keys.open(locked.toASN1Structure(), twoZeros(password));
    }

    /** A certificate with the id by which its key is filed. */
    private record Filed(Certificate certificate, Optional<Octets> localKeyId) {}

    private List<Filed> filed(List<PKCS12SafeBag> bags) {
        List<Filed> filed = new ArrayList<>();
        for (PKCS12SafeBag bag : bags) {
            if (bag.getBagValue() instanceof X509CertificateHolder holder) {
                certificates
                        .find(octets(holder))
                        .ifPresent(c -> filed.add(new Filed(c.certificate(), localKeyId(bag))));
            }
        }
        return filed;
    }

    /** The certificate that carries the key's public half, else the one that is filed as its. */
    private Optional<Certificate> filedWith(PKCS12SafeBag bag, PrivateKeyInfo key, List<Filed> filed) {
        Optional<Octets> identity = secretKeys.identity(key);
        Optional<Certificate> carrier = filed.stream()
                .map(Filed::certificate)
                .filter(c -> identity.filter(c.primaryKey().publicKeyIdentity()::equals)
                        .isPresent())
                .findFirst();
        Optional<Octets> id = localKeyId(bag);
        return carrier.or(() -> filed.stream()
                .filter(f -> id.isPresent() && f.localKeyId().equals(id))
                .map(Filed::certificate)
                .findFirst());
    }

    private static Optional<Octets> localKeyId(PKCS12SafeBag bag) {
        Attribute[] attributes = bag.getAttributes();
        return attributes == null
                ? Optional.empty()
                : Arrays.stream(attributes)
                        .filter(a -> a.getAttrType().equals(PKCS12SafeBag.localKeyIdAttribute))
                        .map(a -> ASN1OctetString.getInstance(a.getAttributeValues()[0]))
                        .map(o -> Octets.of(o.getOctets()))
                        .findFirst();
    }

    private Item certificate(X509CertificateHolder holder) {
        return DerItems.certificate(certificates, octets(holder));
    }

    private static Item list(X509CRLHolder list) {
        try {
            return DerItems.revocationList(list.getEncoded());
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("revocation list cannot be encoded", e);
        }
    }

    private static Octets octets(X509CertificateHolder holder) {
        try {
            return Octets.of(holder.getEncoded());
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("certificate cannot be encoded", e);
        }
    }
}
