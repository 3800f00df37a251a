/**
 * What an operator can set: validated records, one a section of {@code conf/convoke.yaml}, which
 * lists every key with its default and its reason. An unknown key or a bad value stops the start
 * and is named.
 */
package org.convoke.config;
