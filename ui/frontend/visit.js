// Keeps the token of this browser's own documents in a cookie. No script or page of another site
// gets it, and it says nothing about who is visiting.

export default function ({ data }) {
  const cookie = new TextDecoder().decode(data);
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${cookie}; path=/; samesite=strict${secure}`;
}
